import type { ClientCertificate } from './CredentialSource';

/** Why an address was refused or a request broken off. */
export type EgressErrorCode =
  | 'scheme-not-allowed'
  | 'port-not-allowed'
  | 'address-not-allowed'
  | 'destination-not-allowed'
  | 'name-not-resolved'
  | 'redirected'
  | 'connection-failed'
  | 'tls-failed'
  | 'timed-out'
  | 'too-large'
  | 'limited'
  | 'rules-unavailable';

/** A request that egress refused or broke off. The message names the remedy and is shown to people. */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  readonly code: EgressErrorCode;

  constructor(
    code: EgressErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.code = code;
  }
}

export interface EgressLimits {
  /** From the call of fetch to the response headers. */
  headersTimeoutMs: number;
  /** Longest silence while a body is read. */
  bodyTimeoutMs: number;
  /** Bytes of one response body, after decompression. */
  bodyBytesMax: number;
}

/** What one request is sent with, beside its headers. */
export interface EgressOptions extends EgressLimits {
  /** How we show who we are in the handshake of TLS (RFC 8446, section 4.4.2). Such a connection serves one request. */
  clientCertificate?: ClientCertificate;
}

export type Fetch = (
  url: string | URL,
  init?: RequestInit,
) => Promise<Response>;

/** For what a request leaves: the servers of an organisation in one environment. */
export interface EgressTarget {
  orgId: string;
  /** Absent: not said yet. Then what is refused in one environment is refused, and only rules for all environments allow. */
  environment?: string;
}

/** A way out of the process, with what it lets through. */
export interface WayOut {
  /**
   * A `fetch` that reaches only allowed addresses, checked on the address that is dialled.
   * Redirects to another origin are refused. Throws {@link EgressError}. `onFailure` hears of every refusal
   * and break-off, also of one that strikes while a body is read.
   */
  fetch(
    options?: Partial<EgressOptions>,
    onFailure?: (error: EgressError) => void,
  ): Fetch;
  /**
   * What is wrong with this URL as a destination, or undefined. Judges scheme, port and literal
   * addresses at once and resolves names within a second; a name that does not resolve is let pass,
   * because the check that counts is made when the socket opens. A refusal is counted and audited as that of a request is.
   */
  refusalOf(url: string): Promise<string | undefined>;
}

/**
 * The only way out of the process. By itself it is for what the configuration names, such as issuers of tokens: no rule of an
 * organisation opens or closes anything of that.
 */
export interface Egress extends WayOut {
  /** The way out that the rules of an organisation leave to its servers of an environment. */
  for(target: EgressTarget): WayOut;
}
