import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/**
 * Filters kept in the address, so that what was found can be bookmarked and sent. `read` takes them from the parameters
 * and must not change from render to render. A change replaces the entry of the browser's history instead of adding
 * one for each letter; several values of one filter stand behind each other with commas.
 */
export function useAddressFilters<
  F extends { [name in keyof F]?: string | string[] },
>(read: (params: URLSearchParams) => F) {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => read(params), [read, params]);

  const change = useCallback(
    (changes: Partial<F>) =>
      setParams(
        before => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries<
            string | string[] | undefined
          >(changes)) {
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
  return { filters, change, clear };
}
