import { useMemo } from 'react';
import {
  capabilityKindSchema,
  healthStatusSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useSearchParams } from 'react-router-dom';

const filterNames = ['kind', 'environment', 'tag', 'health'] as const;
export type FilterName = (typeof filterNames)[number];

/** What the search is narrowed to. A filter that is absent narrows nothing. */
export type DiscoverFilters = { [F in FilterName]?: string[] };

const MAX_QUERY = 200;

/** Values that the backend would refuse are as good as absent: an address may be old or typed by hand. */
const acceptable: Partial<Record<FilterName, (value: string) => boolean>> = {
  kind: value => capabilityKindSchema.safeParse(value).success,
  health: value => healthStatusSchema.safeParse(value).success,
};

/**
 * What is searched, how it is narrowed and what is open, all kept in the address, so that it can be bookmarked and
 * sent. Opening adds to the browser's history, so that "back" closes; typing does not.
 */
export function useDiscoverAddress() {
  const [params, setParams] = useSearchParams();

  const filters = useMemo(() => {
    const found: DiscoverFilters = {};
    for (const name of filterNames) {
      const values = (params.get(name) ?? '')
        .split(',')
        .filter(value => value && (acceptable[name]?.(value) ?? true));
      if (values.length > 0) found[name] = values;
    }
    return found;
  }, [params]);

  const replace = (changes: Record<string, string | undefined>) =>
    setParams(before => changed(before, changes), { replace: true });
  const opened = params.get('capability') ?? undefined;
  const typed = (params.get('q') ?? '').slice(0, MAX_QUERY);
  return {
    /** As it was typed: a space at its end may be the beginning of the next word. */
    typed,
    /** What is searched for. */
    q: typed.trim(),
    filters,
    narrowed: filterNames.some(name => filters[name]),
    opened,
    search: (q: string) => replace({ q: q.slice(0, MAX_QUERY) }),
    narrow: (name: FilterName, values: string[]) =>
      replace({ [name]: values.join(',') }),
    clearFilters: () =>
      replace(Object.fromEntries(filterNames.map(name => [name, undefined]))),
    /** Where a capability is open beside the same results. */
    linkTo: (capability: string) => ({
      to: { search: `?${changed(params, { capability })}` },
      replace: opened !== undefined,
    }),
    open: (capability: string) =>
      setParams(changed(params, { capability }), {
        replace: opened !== undefined,
      }),
    close: () => replace({ capability: undefined }),
  };
}

export type DiscoverAddress = ReturnType<typeof useDiscoverAddress>;

function changed(
  before: URLSearchParams,
  changes: Record<string, string | undefined>,
): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changes)) {
    if (value) after.set(name, value);
    else after.delete(name);
  }
  return after;
}
