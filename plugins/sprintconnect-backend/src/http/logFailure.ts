import type { LoggerService } from '@backstage/backend-plugin-api';
import { DatabaseUnavailableError } from '../ports';
import type { ProblemError } from './ProblemError';

/** Logs a failure of ours with its cause, which no caller is told; nothing of what is the caller's to put right. */
export function logFailure(
  logger: Pick<LoggerService, 'error'>,
  problem: ProblemError,
  { what, requestId }: { what: string; requestId: string },
): void {
  // Whoever opened the database tells of an outage once, and not once for each request.
  if (!isOurs(problem.status) || isOutage(problem)) return;
  const cause = problem.cause ?? problem;
  logger.error(
    `${what} failed (request ${requestId})`,
    cause instanceof Error ? cause : new Error(String(cause)),
  );
}

/** Not 502 and 504, which say what another server did: that is for the caller, who asked for it, and not for the log. */
function isOurs(status: number): boolean {
  return status >= 500 && status !== 502 && status !== 504;
}

function isOutage({ cause }: { cause?: unknown }): boolean {
  return cause instanceof DatabaseUnavailableError;
}
