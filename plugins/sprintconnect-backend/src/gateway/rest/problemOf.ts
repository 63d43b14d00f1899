import { ProblemError } from '../../http';
import type { CallAnswer } from '../call/CallAnswer';

/** A call that did not come to a result, as REST tells it. Pure. */
export function problemOf({ refusal, fault }: CallAnswer): ProblemError {
  if (refusal) {
    const { problem: kind, message: detail, faults } = refusal;
    const { retryAfterSeconds } = refusal;
    return new ProblemError({
      kind,
      detail,
      ...(faults && { errors: faults.map(each => ({ ...each })) }),
      ...(retryAfterSeconds !== undefined && {
        headers: { 'Retry-After': String(retryAfterSeconds) },
      }),
    });
  }
  return new ProblemError({
    kind: 'upstream-error',
    detail: fault
      ? `The server answered with the error ${fault.code}: ${fault.message}`
      : 'The server gave no answer.',
  });
}
