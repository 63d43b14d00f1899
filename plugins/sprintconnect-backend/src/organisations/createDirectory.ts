import { ProblemError } from '../http';
import type { Catalog, Clock } from '../ports';
import { type Organisation, organisationOf } from './Organisation';

/** How soon an id that was not there, or a catalog that did not answer, is asked about again. */
const AGAIN_MS = 5_000;
/** How long a catalog that does not answer is taken at the last word that it gave. */
const SILENCE_MS = 10 * 60_000;
/** How long a request waits for a catalog that is slow, where there is a last word. */
const PATIENCE_MS = 2_000;

/** The organisations that there are, by id. */
export interface Directory {
  /** Undefined when the catalog has no such group. Throws a 503 problem when it does not answer. */
  find(id: string): Promise<Organisation | undefined>;
}

interface Listing {
  at: number;
  byId: ReadonlyMap<string, Organisation>;
}

/**
 * Lists all organisations of the catalog at once and remembers them, so that a key or a job costs no question of its
 * own. While the catalog is silent its last list holds for ten minutes, because keys and jobs must not stop with it.
 */
export function createDirectory(options: {
  catalog: Catalog;
  clock: Clock;
  cacheSeconds: number;
}): Directory {
  const { catalog, clock, cacheSeconds } = options;
  let last: Listing | undefined;
  let triedAt = -Infinity;
  let asking: Promise<Listing> | undefined;
  const now = () => clock.now().getTime();

  const ask = () => {
    triedAt = now();
    asking ??= list(catalog, triedAt)
      .then(listing => (last = listing))
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  /** Asks, and makes do with the last answer where there is none. */
  const askAgain = async (): Promise<Listing> => {
    const before = last && now() - last.at < SILENCE_MS ? last : undefined;
    const isSoon = now() - triedAt < Math.min(AGAIN_MS, cacheSeconds * 1000);
    if (before && isSoon && !asking) return before;
    try {
      return await (before ? atMost(PATIENCE_MS, ask()) : ask());
    } catch (cause) {
      if (before) return before;
      throw new ProblemError({
        kind: 'catalog-unavailable',
        detail:
          "The catalog can't list organisations right now. Try again soon.",
        headers: { 'Retry-After': '5' },
        cause,
      });
    }
  };
  return {
    async find(id) {
      const isFresh = last && now() - last.at < cacheSeconds * 1000;
      const known = isFresh ? last!.byId.get(id) : undefined;
      // One that is not there may have come into being since.
      return known ?? (await askAgain()).byId.get(id);
    },
  };
}

async function list(catalog: Catalog, at: number): Promise<Listing> {
  const groups = await catalog.organisations();
  const all = groups.map(organisationOf);
  return { at, byId: new Map(all.map(each => [each.id, each])) };
}

async function atMost<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The catalog is slow')), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
