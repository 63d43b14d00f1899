import type { Capability, CapabilityKind } from './capabilities';
import type { Server } from './servers';
import type { ServerFacetsQuery, ServerQuery } from './serverQueries';

/** How the client reaches the backend. @public */
export interface SprintConnectClientOptions {
  /** Adds the caller's identity. In the frontend `fetchApi.fetch`; in a backend a fetch that adds a token. */
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Such as `http://localhost:7007/api/sprintconnect`, without a slash at the end, or how to find it. */
  baseUrl: string | (() => Promise<string>);
}

/** What every call takes. @public */
export interface CallOptions {
  /** Breaks the call off. */
  signal?: AbortSignal;
}

/** What every write takes. @public */
export interface WriteOptions extends CallOptions {
  /** A repeated request with the same key and body gets the answer of the first; kept for 24 hours. */
  idempotencyKey?: string;
}

/** Which items of a list, and how many of them. `F` is the fields of each item; default all. @public */
export interface ListOptions<F extends string = string> {
  /** Items of one page, 1 to 200. Default 50. */
  limit?: number;
  /** The `nextCursor` of the page before. */
  cursor?: string;
  /** Only these fields of each item. Default: all. */
  fields?: readonly F[];
  /** Asks for `totalItems`, too. */
  count?: boolean;
}

/** Filters take one value or several that mean "any of". @public */
export type ServerFilterOptions = {
  [K in Exclude<keyof ServerFacetsQuery, 'q'>]?: string | readonly string[];
} & { q?: string };

/** Which servers, in which order, and which fields of each. @public */
export type ListServersOptions<F extends keyof Server = keyof Server> =
  ListOptions<F> & ServerFilterOptions & Pick<ServerQuery, 'orderBy'>;

/** Which capabilities of a server, and which fields of each. @public */
export interface ListCapabilitiesOptions<
  F extends keyof Capability = keyof Capability,
> extends ListOptions<F> {
  /** Only capabilities of this kind. */
  kind?: CapabilityKind;
  /** A part of the name, title or description. */
  q?: string;
}
