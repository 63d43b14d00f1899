import { DatabaseUnavailableError, FinalJobError } from '../ports';
import { retryDelay } from './retryDelay';

/** How an attempt ended. */
export type Outcome =
  | { type: 'returned'; result: Record<string, unknown> | undefined }
  | { type: 'threw'; error: unknown }
  | { type: 'timed-out'; timeoutMs: number }
  | { type: 'stopped' };

/** What becomes of the job. `afterMs` is the wait before it is due again. */
export type Settlement =
  | { state: 'succeeded'; result: Record<string, unknown> | undefined }
  | { state: 'failed' | 'dead'; error: string }
  | { state: 'queued'; error: string; afterMs: number }
  | { state: 'given-back' };

/** Decides what becomes of a job after an attempt. `random` in [0, 1) spreads the retries. */
export function decideSettlement(
  outcome: Outcome,
  attempt: { number: number; max: number },
  random: number,
): Settlement {
  switch (outcome.type) {
    case 'returned':
      return { state: 'succeeded', result: outcome.result };
    case 'stopped':
      return { state: 'given-back' };
    case 'threw':
      // An outage of the database is not the job's fault, and does not use its attempts up.
      if (outcome.error instanceof DatabaseUnavailableError) {
        return { state: 'given-back' };
      }
      if (isFinal(outcome.error)) {
        return { state: 'failed', error: publicText(outcome.error) };
      }
      return retryOrDie(publicText(outcome.error), attempt, random);
    case 'timed-out':
      return retryOrDie(
        `The attempt took longer than ${outcome.timeoutMs} ms and was cancelled.`,
        attempt,
        random,
      );
    default:
      throw new Error(
        `Unknown outcome ${JSON.stringify(outcome satisfies never)}`,
      );
  }
}

function retryOrDie(
  error: string,
  attempt: { number: number; max: number },
  random: number,
): Settlement {
  return attempt.number >= attempt.max
    ? { state: 'dead', error }
    : { state: 'queued', error, afterMs: retryDelay(attempt.number, random) };
}

function isFinal(error: unknown): boolean {
  return error instanceof FinalJobError;
}

/** Errors whose messages are written for people. */
const PUBLIC_ERRORS = new Set([
  'FinalJobError',
  'EgressError',
  'UpstreamError',
  'ProblemError',
  'InputError',
  'NotFoundError',
  'NotAllowedError',
  'ConflictError',
  'ServiceUnavailableError',
]);
const TEXT_LENGTH_MAX = 2_000;

/** Other messages may hold SQL, addresses or secrets; they go to the log only. */
function publicText(error: unknown): string {
  const known = error instanceof Error && PUBLIC_ERRORS.has(error.name);
  return known
    ? error.message.slice(0, TEXT_LENGTH_MAX)
    : "Something went wrong in SprintConnect. Search the backend log for this job's ID.";
}
