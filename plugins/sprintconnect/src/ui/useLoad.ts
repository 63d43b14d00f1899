import { useCallback, useEffect, useRef, useState } from 'react';

/** What has been loaded so far. `value` stays while a newer one is on its way, and beside an `error`. */
export interface Loaded<T> {
  value?: T;
  error?: Error;
  /** A load is under way, the first or a later one. */
  pending: boolean;
  /** `value` answers a former key: good enough to look at while the new one is on its way. */
  stale: boolean;
  reload: () => void;
}

interface Outcome<T> {
  of?: string;
  key?: string;
  value?: T;
  error?: Error;
}

/**
 * Loads again whenever `key` changes or `reload` is called. An answer that a newer load has overtaken is
 * dropped. `key` must name everything that `load` depends on.
 */
export function useLoad<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const latest = useRef(load);
  latest.current = load;
  const [round, setRound] = useState(0);
  const [outcome, setOutcome] = useState<Outcome<T>>({});
  const wanted = `${round} ${key}`;

  useEffect(() => {
    const abort = new AbortController();
    latest.current(abort.signal).then(
      value => {
        if (!abort.signal.aborted) setOutcome({ of: wanted, key, value });
      },
      error => {
        if (abort.signal.aborted) return;
        setOutcome(before => ({ ...before, of: wanted, error }));
      },
    );
    return () => abort.abort();
  }, [wanted, key]);

  const reload = useCallback(() => setRound(before => before + 1), []);
  return {
    value: outcome.value,
    error: outcome.error,
    pending: outcome.of !== wanted,
    stale: outcome.key !== undefined && outcome.key !== key,
    reload,
  };
}
