/** A person began as many logins as may wait, and finished none of them. */
export class TooManyLoginsError extends Error {
  override readonly name = 'TooManyLoginsError';
  /** When one of them is over. */
  readonly until: Date;

  constructor(max: number, until: Date) {
    super(
      `You began ${max} logins without finishing them. Finish one, or wait a few minutes`,
    );
    this.until = until;
  }
}
