import { path } from './address';
import { eachItem } from './listing';
import { type Page, pageSchema } from './page';
import type { Rest } from './Rest';
import {
  type CapabilityHit,
  type CapabilityHits,
  type CapabilityWithServer,
  type SearchCapabilitiesQuery,
  type SearchServersQuery,
  type ServerHit,
  capabilityHitsSchema,
  capabilityWithServerSchema,
  serverHitSchema,
} from './search';
import type { CallOptions } from './SprintConnectClientOptions';

/** Filters take one value or several that mean "any of". @public */
export type SearchFilterOptions = {
  [K in 'kind' | 'environment' | 'tag' | 'health']?: string | readonly string[];
};

/** What to search capabilities for; without `q`, everything by name. @public */
export type SearchCapabilitiesOptions = SearchFilterOptions &
  Partial<Pick<SearchCapabilitiesQuery, 'q' | 'limit' | 'cursor'>>;

/** Which capability servers must offer; without one, all of which the caller may use anything. @public */
export type SearchServersOptions = SearchFilterOptions &
  Partial<Pick<SearchServersQuery, 'capability' | 'limit' | 'cursor'>>;

/** The part of the client that finds capabilities, whichever server offers them. @public */
export interface SearchClient {
  /** `GET /v1/discovery/capabilities` */
  capabilities(
    query?: SearchCapabilitiesOptions,
    options?: CallOptions,
  ): Promise<CapabilityHits>;
  /** Every visible capability by name, page after page. */
  allCapabilities(
    query?: SearchFilterOptions,
    options?: CallOptions,
  ): AsyncGenerator<CapabilityHit, void>;
  /** `GET /v1/discovery/capabilities/{id}` */
  capability(id: string, options?: CallOptions): Promise<CapabilityWithServer>;
  /** `GET /v1/discovery/servers` */
  servers(
    query?: SearchServersOptions,
    options?: CallOptions,
  ): Promise<Page<ServerHit>>;
}

export function createSearchClient(rest: Rest): SearchClient {
  const capabilities: SearchClient['capabilities'] = (query, options) =>
    rest.read('/v1/discovery/capabilities', capabilityHitsSchema, {
      ...options,
      query,
    });
  return {
    capabilities,
    allCapabilities: (query, options) =>
      eachItem(cursor =>
        capabilities({ ...query, limit: 200, cursor }, options),
      ),
    capability: (id, options) =>
      rest.read(
        path`/v1/discovery/capabilities/${id}`,
        capabilityWithServerSchema,
        { ...options },
      ),
    servers: (query, options) =>
      rest.read('/v1/discovery/servers', pageSchema(serverHitSchema), {
        ...options,
        query,
      }),
  };
}
