import type { SearchCapabilitiesQuery } from '@sprintconnect/plugin-sprintconnect-common';
import { type ReadScope, valuesOf } from '../records';

/** What narrows a search: any of the values of each field, of what may be seen. */
export interface SearchFilters {
  readScope: ReadScope;
  kind?: string[];
  environment?: string[];
  tag?: string[];
  health?: string[];
}

/** Reads the filters of a query. */
export function toSearchFilters(
  query: Pick<
    SearchCapabilitiesQuery,
    'kind' | 'environment' | 'tag' | 'health'
  >,
  readScope: ReadScope,
): SearchFilters {
  return {
    kind: valuesOf(query.kind),
    environment: valuesOf(query.environment),
    tag: valuesOf(query.tag),
    health: valuesOf(query.health),
    readScope,
  };
}
