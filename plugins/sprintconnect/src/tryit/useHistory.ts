import { useState } from 'react';
import type { EndedRun, Outcome, Run } from './Run';

const KEPT = 10;
const CAPABILITIES_KEPT = 5;

/** The runs of this tab, by capability; gone when it is closed. */
const kept = new Map<string, EndedRun[]>();
let count = 0;

/** The last runs of a capability, the newest first. Results may be large, so that only a few are kept. */
export function useHistory(key: string) {
  const [, setRound] = useState(0);
  return {
    runs: kept.get(key) ?? [],
    add(run: Run, outcome: Outcome) {
      count += 1;
      const ended = { id: count, at: new Date().toISOString(), run, outcome };
      const runs = [ended, ...(kept.get(key) ?? [])].slice(0, KEPT);
      // The one that was used last stands last.
      kept.delete(key);
      kept.set(key, runs);
      for (const oldest of [...kept.keys()].slice(0, -CAPABILITIES_KEPT)) {
        kept.delete(oldest);
      }
      setRound(count);
    },
  };
}
