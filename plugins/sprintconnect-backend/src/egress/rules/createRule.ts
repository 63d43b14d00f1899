import { v7 as uuid } from 'uuid';
import {
  createEgressRuleSchema,
  type EgressRule,
  egressRulesMax,
  judge,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Done, invalid, ProblemError } from '../../http';
import type { RequestContext } from '../../ports';
import { type EgressRuleRecord, toEgressRule } from './EgressRuleRecord';
import { readWords, type RulesDeps, tellOfRule } from './RulesDeps';

/** Makes a rule. When this answers, it holds for the connections of this instance, and a second later for those of all. */
export async function createRule(
  deps: RulesDeps,
  ctx: RequestContext,
  request: { body: unknown; idempotencyKey?: string },
): Promise<Done<EgressRule>> {
  const { body, idempotencyKey: key } = request;
  const { data: input, faults } = judge(createEgressRuleSchema, body);
  const read = readWords(deps, (input ?? body ?? {}) as object);
  const errors = [...faults, ...read.faults];
  if (!input || errors.length > 0) throw invalid(errors);
  const done = await deps.database.transaction(
    tx =>
      deps.idempotency.run(
        tx,
        { ctx, key, route: 'POST /v1/egress/rules', body },
        async () => {
          await deps.store.beginChange(tx, ctx);
          refuseTooMany(await deps.store.count(ctx, tx));
          const at = deps.clock.now();
          const rule: EgressRuleRecord = {
            ...input,
            host: '*',
            ...read.words,
            id: uuid(),
            createdBy: ctx.caller.ref,
            createdAt: at,
            updatedBy: ctx.caller.ref,
            updatedAt: at,
            revision: 1,
          };
          await deps.store.insert(tx, ctx, rule);
          await tellOfRule(tx, ctx, {
            ...{ deps, rule },
            action: 'egress-rule-create',
          });
          return toEgressRule(rule);
        },
      ),
    { isRepeatable: key !== undefined },
  );
  await deps.book.refresh(ctx.orgId);
  return done;
}

function refuseTooMany(count: number): void {
  if (count < egressRulesMax) return;
  throw new ProblemError({
    kind: 'egress-rules-full',
    detail: `Your organisation has ${count} egress rules, which is the most. Delete rules, or combine them with patterns and ranges.`,
  });
}
