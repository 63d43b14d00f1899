import { v7 as uuid } from 'uuid';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { logFailure, ProblemError, toProblem } from '../http';
import type { RefusedCaller } from '../ports';
import type { Action } from './Action';
import type { ActionGate } from './ActionDeps';
import { toBackstageError } from './toBackstageError';

/** Does what an action does, as the caller of the credentials. Throws errors of `@backstage/errors` only. */
export async function invokeAction(
  gate: ActionGate,
  action: Action,
  asked: { input: unknown; credentials: BackstageCredentials },
): Promise<object> {
  let by: RefusedCaller = { requestId: uuid() };
  try {
    const ctx = await gate.contextOf(asked.credentials);
    by = ctx;
    await gate.admit(ctx, action);
    refuseNul(asked.input);
    return await action.run(ctx, asked.input);
  } catch (error) {
    const problem = toProblem(error);
    const { requestId } = by;
    noteRefusal(gate, by, { action, problem });
    logFailure(gate.logger, problem, {
      what: `The action ${action.name}`,
      requestId,
    });
    throw toBackstageError(problem, requestId);
  }
}

/** PostgreSQL cannot be asked for it; routes refuse it in their addresses. */
function refuseNul(input: unknown): void {
  if (!hasNul(input)) return;
  throw new ProblemError({
    status: 400,
    detail: 'The input contains the character U+0000. Remove it.',
  });
}

function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).some(pair => pair.some(hasNul))
  );
}

/** What the rules refuse is noted, as it is of requests; of what is not seen all is one kind. */
function noteRefusal(
  { audit }: ActionGate,
  by: RefusedCaller,
  { action, problem }: { action: Action; problem: ProblemError },
): void {
  const { status, detail } = problem;
  if (![401, 403, 404, 429].includes(status)) return;
  audit.refused(by, {
    action: 'request-refuse',
    target: { type: 'action', id: action.name },
    outcome: 'failure',
    reason:
      status === 404
        ? "It doesn't exist, or this caller can't see it."
        : detail,
    meta: { status },
  });
}
