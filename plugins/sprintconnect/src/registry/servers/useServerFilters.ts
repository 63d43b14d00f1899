import { serverFacetNames } from '@sprintconnect/plugin-sprintconnect-common';
import { useAddressFilters } from '../../ui';

/** All facets but the origin, which tells more of our plumbing than of a server. */
export const facetNames = serverFacetNames.filter(name => name !== 'origin');
export type FacetName = (typeof facetNames)[number];

/** How the list can be sorted; `-` turns an order round. The first is the usual one. */
export const serverOrders = [
  'name',
  '-name',
  'health',
  '-health',
  'lastDiscoveredAt',
  '-lastDiscoveredAt',
  'tools',
  '-tools',
] as const;
export type ServerOrder = (typeof serverOrders)[number];

/** What the list is narrowed to. A facet that is absent is not narrowed. */
export type ServerFilters = {
  q?: string;
  orderBy?: ServerOrder;
  /** Only servers that the reader has starred. */
  starred?: 'true';
} & {
  [F in FacetName]?: string[];
};

/** The filters of the list, kept in the address. */
export function useServerFilters() {
  const address = useAddressFilters(readFilters);
  const { filters } = address;
  const narrowed =
    Boolean(filters.q || filters.starred) ||
    facetNames.some(facet => filters[facet]);
  return { ...address, narrowed };
}

function readFilters(params: URLSearchParams): ServerFilters {
  const found: ServerFilters = {};
  const q = params.get('q');
  if (q) found.q = q;
  if (params.get('starred') === 'true') found.starred = 'true';
  const orderBy = params.get('orderBy');
  found.orderBy = serverOrders.slice(1).find(each => each === orderBy);
  for (const facet of facetNames) {
    const values = params.get(facet)?.split(',').filter(Boolean) ?? [];
    if (values.length > 0) found[facet] = values;
  }
  return found;
}
