import type { ClientCertificate } from '../ports';
import type { Resolve } from './createResolve';
import type { DestinationPolicy } from './DestinationPolicy';
import type { TlsChoices } from './tlsOptions';
import type { Turnstile } from './Turnstile';

/** The proxy of the company. */
export interface EgressProxy {
  /** `http:` or `https:`, with a user and password where it wants them. */
  url: URL;
  /** Host names, with a dot before them for those below, and address ranges, which are dialled. */
  noProxy: readonly string[];
  /**
   * What it is asked for. `address`: one that was judged, which it can only dial. `name`: the name, whose addresses are judged where they are
   * known here; what the proxy dials in the end is for the proxy to judge.
   */
  connectTo: 'address' | 'name';
}

/** How connections are made, and which. */
export interface DialerOptions {
  /** The one in force now. */
  policy(): DestinationPolicy;
  resolve: Resolve;
  connectTimeoutMs: number;
  tls?: TlsChoices;
  /** Absent: every host is dialled. */
  proxy?: EgressProxy;
  /** How many connections there may be. Absent: any number. */
  turnstile?: Turnstile;
  /** Absent: we are nobody to servers. */
  clientCertificate?: ClientCertificate;
}
