/**
 * What a server offers cannot be recorded: a name twice, a value without one spelling. Nothing was written, and
 * the last good snapshot stays. The message is shown to people as the server's last error.
 */
export class ObservationError extends Error {
  override readonly name = 'ObservationError';
}
