/**
 * Why a server could not be reached or understood.
 *
 * `dns` the name does not resolve; `refused` nothing answers there, or the process ended; `tls` the certificate or the
 * handshake; `timeout`; `auth` HTTP 401 or 403; `protocol` it answers, but not as MCP asks; `http-5xx`;
 * `egress-refused` the address, port, scheme or redirect is not allowed; `too-large` too many bytes, messages, pages
 * or items; `not-allowed` no such entry in `sprintconnect.upstream.stdio`.
 */
export type UpstreamErrorCode =
  | 'dns'
  | 'refused'
  | 'tls'
  | 'timeout'
  | 'auth'
  | 'protocol'
  | 'http-5xx'
  | 'egress-refused'
  | 'too-large'
  | 'not-allowed';

/** A server that cannot be used as it is. The message says what to do; it holds no header value and no query. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly code: UpstreamErrorCode;

  constructor(code: UpstreamErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
