import { z } from 'zod';
import {
  type SearchCapabilitiesQuery,
  capabilityKindSchema,
  healthStatusSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { parse } from '../../http';
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

const valuesSchema = z.object({
  kind: z.array(capabilityKindSchema).optional(),
  health: z.array(healthStatusSchema).optional(),
});

/** Reads the filters of a query. Throws a 400 problem for a kind or health that does not exist. */
export function toSearchFilters(
  query: Pick<
    SearchCapabilitiesQuery,
    'kind' | 'environment' | 'tag' | 'health'
  >,
  sight: Sight,
): SearchFilters {
  const filters = {
    kind: valuesOf(query.kind),
    environment: valuesOf(query.environment),
    tag: valuesOf(query.tag),
    health: valuesOf(query.health),
  };
  parse(valuesSchema, filters);
  return { ...filters, sight };
}
