/**
 * Why a server could not be reached or understood.
 *
 * `dns` the name does not resolve; `refused` nothing answers there, or the process ended; `tls` the certificate or the
 * handshake; `timeout`; `auth` HTTP 401 or 403; `throttled` HTTP 429; `protocol` it answers, but not as MCP asks; `http-5xx`;
 * `egress-refused` the address, port, scheme or redirect is not allowed; `too-large` too many bytes, messages, pages
 * or items; `not-allowed` no such entry in `sprintconnect.upstream.stdio`.
 */
export type UpstreamErrorCode =
  | 'dns'
  | 'refused'
  | 'tls'
  | 'timeout'
  | 'auth'
  | 'throttled'
  | 'protocol'
  | 'http-5xx'
  | 'egress-refused'
  | 'too-large'
  | 'not-allowed';

/** A server that cannot be used as it is. The message says what to do; it holds no header value and no query. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly code: UpstreamErrorCode;
  /** How long the server asks to be left alone, where it says so. */
  readonly retryAfterMs?: number;

  constructor(
    code: UpstreamErrorCode,
    message: string,
    { retryAfterMs }: { retryAfterMs?: number } = {},
  ) {
    super(message);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}
