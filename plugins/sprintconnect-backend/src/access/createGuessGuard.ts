import { LRUCache } from 'lru-cache';
import type { Clock } from '../ports';

/** What guesses are counted by. */
export interface GuessSource {
  address?: string;
  /** The public part of an API key. */
  prefix?: string;
}

/** Slows who tries credentials out. */
export interface GuessGuard {
  /** Seconds until this source may try again; 0 is now. */
  waitSeconds(source: GuessSource): number;
  failed(source: GuessSource): void;
}

/** Wrong credentials that anybody may have now and then, such as after a token expired. */
const FREE = { address: 20, prefix: 5 };
const DELAY_MAX_MS = 60_000;
const FORGOTTEN_MS = 15 * 60_000;
const SOURCES_MAX = 20_000;

/**
 * Counts failures by address and by key prefix, in this process. Beyond the free ones each failure doubles the time
 * until the next try, from one second to a minute; a quarter of an hour without a failure forgets them.
 */
export function createGuessGuard(clock: Clock): GuessGuard {
  const failures = new LRUCache<string, { count: number; at: number }>({
    max: SOURCES_MAX,
  });
  const keysOf = (source: GuessSource) =>
    (['address', 'prefix'] as const).flatMap(kind =>
      source[kind] === undefined
        ? []
        : [{ key: `${kind} ${source[kind]}`, free: FREE[kind] }],
    );
  const recent = (key: string, now: number) => {
    const known = failures.get(key);
    return known && now - known.at < FORGOTTEN_MS ? known : undefined;
  };
  return {
    waitSeconds(source) {
      const now = clock.now().getTime();
      const waits = keysOf(source).map(({ key, free }) => {
        const known = recent(key, now);
        if (!known || known.count < free) return 0;
        const delay = Math.min(1000 * 2 ** (known.count - free), DELAY_MAX_MS);
        return known.at + delay - now;
      });
      return Math.max(0, Math.ceil(Math.max(0, ...waits) / 1000));
    },
    failed(source) {
      const now = clock.now().getTime();
      for (const { key } of keysOf(source)) {
        const count = (recent(key, now)?.count ?? 0) + 1;
        failures.set(key, { count, at: now });
      }
    },
  };
}
