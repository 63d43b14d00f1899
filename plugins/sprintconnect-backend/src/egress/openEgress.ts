import { readFileSync } from 'node:fs';
import type { Router } from 'express';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Cursors, Idempotency } from '../http';
import {
  type AuditTrail,
  type Authorizer,
  type Clock,
  type Database,
  type Egress,
  jobContext,
  type Notifier,
  type Outbox,
  type SliceWith,
} from '../ports';
import { AddressRange } from './addresses/AddressRange';
import { AttemptLog } from './attempts/AttemptLog';
import { AttemptStore } from './attempts/AttemptStore';
import { EgressAlerts } from './attempts/EgressAlerts';
import type { Attempt } from './countAttempts';
import { createCheckRouter } from './createCheckRouter';
import { createEgress } from './createEgress';
import { createResolve, type Resolve } from './createResolve';
import type { EgressSettings } from './EgressSettings';
import { createRulesRouter } from './rules/createRulesRouter';
import { EgressRuleStore } from './rules/EgressRuleStore';
import { RuleBook } from './rules/RuleBook';

export interface EgressPlumbing {
  audit: AuditTrail;
  clock: Clock;
  database: Database;
  logger: LoggerService;
  notifier: Notifier;
  outbox: Outbox;
  /** For tests. */
  resolve?: Resolve;
}

export interface EgressSlice extends SliceWith<'stop' | 'prunes'> {
  egress: Egress;
  /** The routes, once it is known who may. */
  routersFor(options: {
    authorizer: Authorizer;
    cursors: Cursors;
    idempotency: Idempotency;
  }): Router[];
}

const DAY_MS = 24 * 3_600_000;
const KEPT_DAYS = 8;

/** The whole slice over the plugin's database. */
export function openEgress(
  plumbing: EgressPlumbing,
  choices: { egress: EgressSettings; environments: readonly string[] },
): EgressSlice {
  const { clock, database, logger } = plumbing;
  const { egress: settings, environments } = choices;
  const privateRanges = settings.privateRanges.map(AddressRange.of);
  const store = new EgressRuleStore(database);
  const attempts = new AttemptStore(database);
  const book = new RuleBook(store, { privateRanges, logger });
  const alerts = new EgressAlerts({ ...plumbing, settings: settings.alerts });
  const log = new AttemptLog({
    ...{ clock, logger },
    store: attempts,
    onNew: reached => alerts.reachedFirst(reached),
  });
  const resolve = plumbing.resolve ?? createResolve();
  const defaultOf = defaultsOf(choices);
  const egress = createEgress({
    ...{ resolve, defaultOf },
    allow: settings.allow,
    rules: book,
    traffic: settings.limits,
    count: attempt => tell(attempt, { log, alerts, audit: plumbing.audit }),
    tls: tlsOf(settings),
    proxy: settings.proxy,
  });
  return {
    egress,
    routersFor: options => [
      createRulesRouter({
        ...plumbing,
        ...options,
        ...{ book, environments, privateRanges, store },
      }),
      createCheckRouter({
        ...{ attempts, clock, egress, resolve },
        authorizer: options.authorizer,
        settings: {
          environments: environments.map(name => ({
            name,
            reaches: defaultOf(name),
          })),
          privateRanges: privateRanges.map(({ text }) => text),
          hasProxy: settings.proxy !== undefined,
        },
      }),
    ],
    prunes: [
      limit =>
        attempts.prune(
          new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS),
          limit,
        ),
    ],
    async stop() {
      book.close();
      await egress.close();
      await log.flush();
    },
  };
}

function defaultsOf({
  egress: settings,
  environments,
}: {
  egress: EgressSettings;
  environments: readonly string[];
}) {
  const of = (environment: string) =>
    settings.defaultByEnvironment[environment] ?? settings.default;
  const strictest = environments.some(each => of(each) === 'none')
    ? ('none' as const)
    : ('public' as const);
  return (environment: string | undefined) =>
    environment === undefined ? strictest : of(environment);
}

/** A refusal is counted, told of, and written to the audit trail, which keeps a loop from filling it. */
function tell(
  { target, host, outcome, refusal }: Attempt,
  to: { log: AttemptLog; alerts: EgressAlerts; audit: AuditTrail },
): void {
  const { orgId, environment = '' } = target;
  to.log.count({ orgId, environment, host, outcome });
  if (!refusal) return;
  to.alerts.refused({ orgId, host });
  const { asked, addresses, message } = refusal;
  to.audit.refused(jobContext({ id: 'egress', kind: 'egress', orgId }), {
    action: 'egress-refuse',
    target: { type: 'destination', id: host },
    outcome: 'failure',
    reason: message,
    meta: {
      code: outcome,
      asked,
      ...(environment && { environment }),
      ...(addresses.length > 0 && { addresses }),
    },
  });
}

function tlsOf({ tls }: EgressSettings) {
  const { caFile, minVersion } = tls;
  return {
    minVersion,
    ...(caFile !== undefined && { ca: readBundle(caFile) }),
  };
}

/** Read once, so that a path that is wrong stops the start instead of every connection. */
function readBundle(path: string): string {
  const text = readFileSync(path, 'utf8');
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new Error(
      `sprintconnect.egress.tls.caFile is "${path}", which holds no certificate in PEM`,
    );
  }
  return text;
}
