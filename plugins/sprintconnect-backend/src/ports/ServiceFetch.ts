import type { Fetch } from './Egress';

/** A `fetch` to one service of the company's own, and the way to end its connections. */
export interface ServiceFetch {
  fetch: Fetch;
  close(): Promise<void>;
}

/** Opens the way to a service that only the configuration names, and to nothing else. */
export type OpenService = (options: {
  /** Scheme, host and port. */
  origin: string;
  /** Certificates of authorities, PEM; in the place of those that Node has. */
  ca?: string;
  /** To the connection, to the headers, and of silence in a body, each. */
  timeoutMs: number;
}) => ServiceFetch;
