import type { SearchCapabilitiesQuery } from '@sprintconnect/plugin-sprintconnect-common';
import type { Sight } from '../Sight';
import { valuesOf } from '../valuesOf';

/** What narrows a search: any of the values of each field, of what may be seen. */
export interface SearchFilters {
  sight: Sight;
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
  sight: Sight,
): SearchFilters {
  return {
    kind: valuesOf(query.kind),
    environment: valuesOf(query.environment),
    tag: valuesOf(query.tag),
    health: valuesOf(query.health),
    sight,
  };
}
