import type {
  ServerFacets,
  ServerFacetsQuery,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Judgement, RequestContext } from '../ports';
import type { RegistryDeps } from './RegistryDeps';
import { toServerFilters } from './serverFilters';

/** How many of the servers that may be read have each value. Words are read as the list reads them. */
export async function countFacets(
  { lists, filterReader }: RegistryDeps,
  ctx: RequestContext,
  { query, readable }: { query: ServerFacetsQuery; readable: Judgement },
): Promise<ServerFacets> {
  const filters = toServerFilters(query);
  const allowed = readable.criteria;
  const { q } = filters;
  const words = q && (await filterReader.read(ctx, { q, allowed })).words;
  return lists.facets(ctx, {
    filters: words ? { ...filters, words } : filters,
    allowed,
  });
}
