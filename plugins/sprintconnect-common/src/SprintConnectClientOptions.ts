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

/** @public */
export interface CallOptions {
  signal?: AbortSignal;
}

/** @public */
export interface WriteOptions extends CallOptions {
  /** A repeated request with the same key and body gets the answer of the first; kept for 24 hours. */
  idempotencyKey?: string;
}

/** Which items of a list, and how many of them. `F` is the fields of each item; default all. @public */
export interface ListOptions<F extends string = string> {
  limit?: number;
  cursor?: string;
  fields?: readonly F[];
  count?: boolean;
}

type Filters = Omit<ServerFacetsQuery, 'q'>;

/** Filters take one value or several that mean "any of". @public */
export type ServerFilterOptions = {
  [K in keyof Filters]?: string | readonly string[];
} & { q?: string };

/** @public */
export type ListServersOptions<F extends keyof Server = keyof Server> =
  ListOptions<F> &
    ServerFilterOptions &
    Pick<ServerQuery, 'orderBy' | 'entityRef'>;

/** @public */
export interface ListCapabilitiesOptions<
  F extends keyof Capability = keyof Capability,
> extends ListOptions<F> {
  kind?: CapabilityKind;
  q?: string;
}
