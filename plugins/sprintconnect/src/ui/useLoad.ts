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

/** A load that is under way for longer may have hung. */
const PATIENCE_MS = 10_000;

/**
 * Loads again whenever `key` changes or `reload` is called. An answer that a newer load has overtaken is
 * dropped. `key` must name everything that `load` depends on. A `reload` waits for the load that is under way, if that
 * is not an old one: else whoever calls it faster than answers come would never see one.
 */
export function useLoad<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const latest = useRef(load);
  latest.current = load;
  const [round, setRound] = useState(0);
  const [outcome, setOutcome] = useState<Outcome<T>>({});
  const underWay = useRef<{ since: number; again: boolean }>();
  const wanted = `${round} ${key}`;

  useEffect(() => {
    const abort = new AbortController();
    const begun = { since: Date.now(), again: false };
    underWay.current = begun;
    const settle = (change: (before: Outcome<T>) => Outcome<T>) => {
      if (abort.signal.aborted) return;
      underWay.current = undefined;
      setOutcome(change);
      if (begun.again) setRound(before => before + 1);
    };
    latest.current(abort.signal).then(
      value => settle(() => ({ of: wanted, key, value })),
      error => settle(before => ({ ...before, of: wanted, error })),
    );
    return () => abort.abort();
  }, [wanted, key]);

  const reload = useCallback(() => {
    const begun = underWay.current;
    if (begun && Date.now() - begun.since < PATIENCE_MS) begun.again = true;
    else setRound(before => before + 1);
  }, []);
  return {
    value: outcome.value,
    error: outcome.error,
    pending: outcome.of !== wanted,
    stale: outcome.key !== undefined && outcome.key !== key,
    reload,
  };
}
