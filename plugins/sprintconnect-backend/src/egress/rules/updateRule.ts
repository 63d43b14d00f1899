import {
  type EgressRule,
  judge,
  updateEgressRuleSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Done, invalid, requireRevision } from '../../http';
import type { RequestContext, Tx } from '../../ports';
import { type EgressRuleRecord, toEgressRule } from './EgressRuleRecord';
import {
  noSuchRule,
  readWords,
  type RulesDeps,
  type RuleWords,
  tellOfRule,
} from './RulesDeps';

/** Which rule, and the revision that the caller last saw. */
export interface RuleWrite {
  id: string;
  revision: number;
  idempotencyKey?: string;
}

/** Changes a rule (JSON merge patch, RFC 7396). Holds when this answers, as a new one does. */
export async function updateRule(
  deps: RulesDeps,
  ctx: RequestContext,
  request: RuleWrite & { body: unknown },
): Promise<Done<EgressRule>> {
  const { body } = request;
  const { data: input, faults } = judge(updateEgressRuleSchema, body);
  if (!input) throw invalid([...faults, ...readWords(deps, body ?? {}).faults]);
  return onLockedRule(deps, ctx, {
    write: { ...request, route: `PATCH /v1/egress/rules/${request.id}` },
    work: async (tx, before) => {
      const said = merged(before, input);
      // The whole rule: an action that changes may open what a range must not.
      const { words, faults: more } = readWords(deps, said);
      if (more.length > 0) throw invalid(more);
      const rule: EgressRuleRecord = {
        ...before,
        ...said,
        ...words,
        updatedBy: ctx.caller.ref,
        updatedAt: deps.clock.now(),
        revision: before.revision + 1,
      };
      await deps.store.update(tx, ctx, rule);
      await tellOfRule(tx, ctx, {
        ...{ deps, rule },
        action: 'egress-rule-update',
      });
      return toEgressRule(rule);
    },
  });
}

/** Deletes a rule. */
export async function deleteRule(
  deps: RulesDeps,
  ctx: RequestContext,
  request: RuleWrite,
): Promise<Done<undefined>> {
  return onLockedRule(deps, ctx, {
    write: { ...request, route: `DELETE /v1/egress/rules/${request.id}` },
    work: async (tx, rule) => {
      await deps.store.delete(tx, ctx, rule.id);
      await tellOfRule(tx, ctx, {
        ...{ deps, rule },
        action: 'egress-rule-delete',
      });
      return undefined;
    },
  });
}

/** Does a write to one rule once, in one transaction, with the rules of the organisation locked until it ends. */
async function onLockedRule<T>(
  deps: RulesDeps,
  ctx: RequestContext,
  {
    write: { id, revision, route, body, idempotencyKey: key },
    work,
  }: {
    write: RuleWrite & { route: string; body?: unknown };
    work: (tx: Tx, rule: EgressRuleRecord) => Promise<T>;
  },
): Promise<Done<T>> {
  const done = await deps.database.transaction(
    tx =>
      deps.idempotency.run(tx, { ctx, key, route, body }, async () => {
        const rule = await deps.store.lock(tx, ctx, id);
        if (!rule) throw noSuchRule();
        requireRevision(revision, rule.revision);
        await deps.store.beginChange(tx, ctx);
        return work(tx, rule);
      }),
    { isRepeatable: key !== undefined },
  );
  await deps.book.refresh(ctx.orgId);
  return done;
}

function merged(before: RuleWords, input: object): RuleWords {
  const { environment, action, host, range, ports, note } = before;
  const whole = { environment, action, host, range, ports, note, ...input };
  return Object.fromEntries(
    Object.entries(whole).map(([name, value]) => [name, value ?? undefined]),
  ) as unknown as RuleWords;
}
