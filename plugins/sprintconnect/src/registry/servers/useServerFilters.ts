import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { serverFacetNames } from '@sprintconnect/plugin-sprintconnect-common';

/** All facets but the origin, which tells more of our plumbing than of a server. */
export const facetNames = serverFacetNames.filter(name => name !== 'origin');
export type FacetName = (typeof facetNames)[number];

/** What the list is narrowed to. A facet that is absent is not narrowed. */
export type ServerFilters = { q?: string; orderBy?: 'name' | '-name' } & {
  [F in FacetName]?: string[];
};

/**
 * The filters of the list, kept in the address, so that a list can be bookmarked and sent. Typing replaces
 * the entry of the browser's history instead of adding one for each letter.
 */
export function useServerFilters() {
  const [params, setParams] = useSearchParams();

  const filters = useMemo(() => {
    const found: ServerFilters = {};
    const q = params.get('q');
    if (q) found.q = q;
    if (params.get('orderBy') === '-name') found.orderBy = '-name';
    for (const facet of facetNames) {
      const values = params.get(facet)?.split(',').filter(Boolean) ?? [];
      if (values.length > 0) found[facet] = values;
    }
    return found;
  }, [params]);

  const change = useCallback(
    (changes: ServerFilters) =>
      setParams(
        before => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            const text = Array.isArray(value) ? value.join(',') : value;
            if (text) after.set(name, text);
            else after.delete(name);
          }
          return after;
        },
        { replace: true },
      ),
    [setParams],
  );
  const clear = useCallback(
    () => setParams(new URLSearchParams(), { replace: true }),
    [setParams],
  );
  const narrowed =
    Boolean(filters.q) || facetNames.some(facet => filters[facet]);
  return { filters, narrowed, change, clear };
}
