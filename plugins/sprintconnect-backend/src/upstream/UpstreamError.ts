/**
 * Why a server could not be reached or understood.
 *
 * `dns` the name does not resolve; `refused` nothing answers there, or the process ended; `tls` the certificate or the
 * handshake; `timeout`; `login-required` it asks for a login (see `loginRequiredBy`); `auth` any other HTTP 401 or 403, and a credential that the
 * server rejects; `credential` the one of the server cannot be presented, so that nothing was sent; `throttled` HTTP 429; `protocol` it answers, but not as MCP asks; `http-5xx`;
 * `egress-refused` the address, port, scheme or redirect is not allowed; `too-large` too many bytes, messages, pages
 * or items; `not-allowed` no such entry in `sprintconnect.upstream.stdio`.
 */
export type UpstreamErrorCode =
  | 'dns'
  | 'refused'
  | 'tls'
  | 'timeout'
  | 'login-required'
  | 'auth'
  | 'credential'
  | 'throttled'
  | 'protocol'
  | 'http-5xx'
  | 'egress-refused'
  | 'too-large'
  | 'not-allowed';

/** What a failure says beside its words. */
export interface UpstreamErrorSigns {
  /** How long the server asks to be left alone, where it says so. */
  retryAfterMs?: number;
  /** It answered a request of its own session as if it had never opened it: a new session may do better. */
  lostSession?: boolean;
  /** It answered with an error that only servers of MCP 2026-07-28 or later know (-32020 to -32022). */
  isModern?: boolean;
  /** It answered that it knows no such method (JSON-RPC 2.0, -32601). */
  isUnknownMethod?: boolean;
  /** The server cannot have done anything of what it was asked, so that asking again does nothing twice. */
  neverRan?: boolean;
}

/** A server that cannot be used as it is. The message says what to do; it holds no header value and no query. */
export class UpstreamError extends Error implements UpstreamErrorSigns {
  override readonly name = 'UpstreamError';
  readonly code: UpstreamErrorCode;
  readonly retryAfterMs?: number;
  readonly lostSession: boolean;
  readonly isModern: boolean;
  readonly isUnknownMethod: boolean;
  readonly neverRan: boolean;

  constructor(
    code: UpstreamErrorCode,
    message: string,
    signs: UpstreamErrorSigns = {},
  ) {
    super(message);
    this.code = code;
    this.retryAfterMs = signs.retryAfterMs;
    this.lostSession = signs.lostSession ?? false;
    this.isModern = signs.isModern ?? false;
    this.isUnknownMethod = signs.isUnknownMethod ?? false;
    this.neverRan = signs.neverRan ?? false;
  }
}
