import type { Router } from 'express';
import {
  checkEgressSchema,
  type EgressCheck,
  egressAttemptsQuerySchema,
  egressManagePermission,
  type EgressSettingsAnswer,
  serverCreatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { contextOf, createRouter, invalid, parse, queryOf } from '../http';
import type { Authorizer, Clock } from '../ports';
import type { AttemptStore } from './attempts/AttemptStore';
import { checkDestination } from './checkDestination';
import type { ClosableEgress } from './createEgress';
import type { Resolve } from './createResolve';

export interface CheckDeps {
  attempts: Pick<AttemptStore, 'sums'>;
  authorizer: Authorizer;
  clock: Clock;
  egress: Pick<ClosableEgress, 'policyFor'>;
  resolve: Resolve;
  settings: EgressSettingsAnswer;
}

const HOUR_MS = 3_600_000;

/** What is asked of egress, and what it counted. */
export function createCheckRouter(deps: CheckDeps): Router {
  const { attempts, authorizer, clock, egress, resolve, settings } = deps;
  const router = createRouter();

  // Also for those who register servers, who learn as much from the answer to a registration.
  router.post('/v1/egress/check', async (req, res) => {
    const ctx = contextOf(req);
    const [manages, registers] = await authorizer.holds(ctx, [
      egressManagePermission,
      serverCreatePermission,
    ]);
    if (!manages && !registers) {
      await authorizer.require(ctx, egressManagePermission);
    }
    const asked = parse(checkEgressSchema, req.body);
    const { environment } = asked;
    const names = settings.environments.map(({ name }) => name);
    if (!names.includes(environment)) {
      const message = `isn't configured; choose one of ${names.join(', ')}`;
      throw invalid([{ path: 'environment', message }]);
    }
    const policy = await egress.policyFor({ orgId: ctx.orgId, environment });
    const check = await checkDestination(asked, { policy, resolve });
    res.set('Cache-Control', 'no-store').json(manages ? check : short(check));
  });

  router.get('/v1/egress/settings', async (req, res) => {
    await authorizer.require(contextOf(req), egressManagePermission);
    res.json(settings);
  });

  router.get('/v1/egress/attempts', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, egressManagePermission);
    const { hours } = parse(egressAttemptsQuerySchema, queryOf(req));
    const from = hourOf(clock.now().getTime() - (hours - 1) * HOUR_MS);
    const items = await attempts.sums(ctx, from);
    res.json({ from: from.toISOString(), items });
  });
  return router;
}

/** What a name resolves to, and what rules there are, is for those who manage them. */
function short({ allowed, why, decidedBy }: EgressCheck): EgressCheck {
  return { allowed, why, decidedBy };
}

function hourOf(ms: number): Date {
  return new Date(Math.floor(ms / HOUR_MS) * HOUR_MS);
}
