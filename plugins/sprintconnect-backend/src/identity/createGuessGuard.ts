import { LRUCache } from 'lru-cache';
import { addressKeyOf } from '../http';
import type { Clock, SharedFailures } from '../ports';

/** What guesses are counted by. */
export interface GuessSource {
  address?: string;
  /** The public part of an API key. */
  prefix?: string;
}

/** Slows who tries credentials out. */
export interface GuessGuard {
  /** Seconds until this source may try again; 0 is now. */
  waitSeconds(source: GuessSource): Promise<number>;
  failed(source: GuessSource): Promise<void>;
}

/** Wrong credentials that anybody may have now and then, such as after a token expired. */
const FREE = { address: 20, prefix: 5 };
const FIRST_DELAY_MS = 1_000;
const DELAY_MAX_MS = 60_000;
const FORGOTTEN_MS = 15 * 60_000;
const SOURCES_MAX = 20_000;

/**
 * Counts failures by address, of IPv6 by its network, and by key prefix: in this process, and where instances share a
 * store, in there, too. Beyond the free ones each failure doubles the time until the next try, from one second to a
 * minute; a quarter of an hour without a failure forgets them. While the store is away, what this process saw counts.
 */
export function createGuessGuard(
  clock: Clock,
  shared?: SharedFailures,
): GuessGuard {
  const failures = new LRUCache<string, { count: number; at: number }>({
    max: SOURCES_MAX,
  });
  const recent = (key: string, now: number) => {
    const known = failures.get(key);
    return known && now - known.at < FORGOTTEN_MS ? known : undefined;
  };
  const ownWaitMs = ({ key, free }: Source, now: number) => {
    const known = recent(key, now);
    return known ? known.at + delayMs(known.count, free) - now : 0;
  };
  const share = async ({ key, free }: Source, store: SharedFailures) => {
    const delay = delayMs(await store.add(key), free);
    if (delay > 0) await store.hold(key, delay);
  };
  return {
    async waitSeconds(source) {
      const now = clock.now().getTime();
      const sources = sourcesOf(source);
      const waits = [
        ...sources.map(each => ownWaitMs(each, now)),
        ...(await Promise.all(
          sources.map(({ key }) => shared?.heldMs(key).catch(() => 0) ?? 0),
        )),
      ];
      return Math.max(0, Math.ceil(Math.max(0, ...waits) / 1000));
    },
    async failed(source) {
      const now = clock.now().getTime();
      const sources = sourcesOf(source);
      for (const { key } of sources) {
        const count = (recent(key, now)?.count ?? 0) + 1;
        failures.set(key, { count, at: now });
      }
      if (!shared) return;
      await Promise.allSettled(sources.map(each => share(each, shared)));
    },
  };
}

interface Source {
  key: string;
  free: number;
}

function sourcesOf({ address, prefix }: GuessSource): Source[] {
  const network = address && addressKeyOf(address);
  return [
    ...(network ? [{ key: `address ${network}`, free: FREE.address }] : []),
    ...(prefix ? [{ key: `prefix ${prefix}`, free: FREE.prefix }] : []),
  ];
}

/** How long to wait after so many failures. */
function delayMs(count: number, free: number): number {
  return count < free
    ? 0
    : Math.min(FIRST_DELAY_MS * 2 ** (count - free), DELAY_MAX_MS);
}
