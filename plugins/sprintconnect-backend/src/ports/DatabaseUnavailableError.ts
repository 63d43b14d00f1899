/**
 * The database could not be used just now: it restarts or fails over, its connections are all taken, or another process
 * has it locked. Not the caller's fault, and the same work may succeed in a moment. Whoever opened the database has logged
 * the outage already, once. The message names the cause and holds no SQL.
 */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
  /** Whether a change may have been made all the same, because the connection broke during its COMMIT. */
  readonly isOutcomeUnknown: boolean;

  constructor(
    reason: string,
    options: { isOutcomeUnknown?: boolean; cause?: unknown } = {},
  ) {
    super(`The database isn't reachable: ${reason}`, {
      cause: options.cause,
    });
    this.isOutcomeUnknown = options.isOutcomeUnknown ?? false;
  }
}
