/** What a client can do something about (RFC 6750, section 3.1; RFC 9449, sections 7.1 and 9). */
export type RefusalCode =
  'invalid_request' | 'invalid_token' | 'invalid_dpop_proof' | 'use_dpop_nonce';

/**
 * A credential that does not open. The message is shown to people; `scheme` is the one to be used instead or again.
 */
export class RefusedCredential extends Error {
  override readonly name = 'RefusedCredential';
  readonly code?: RefusalCode;
  readonly scheme?: 'Bearer' | 'DPoP';
  /** Whether somebody may have been guessing; an expired token was good once. */
  readonly isGuess: boolean;

  constructor(
    message: string,
    options: {
      code?: RefusalCode;
      scheme?: 'Bearer' | 'DPoP';
      /** Default: with code `invalid_token`. */
      isGuess?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.scheme = options.scheme;
    this.isGuess = options.isGuess ?? options.code === 'invalid_token';
  }
}
