import type { AccessToken, Prune, TokenSource, Tx } from '../../ports';
import { holderOfToken } from './placeOfToken';
import { SealedCache } from './SealedCache';
import type { TokenId } from './TokenStore';
import { TokenTurns, type TokenTurnsDeps, type Wanted } from './TokenTurns';

/** Tokens that are kept for all instances, whatever they are got with. */
export interface SharedTokens {
  /** The token that is kept, or a new one. Throws what asking throws, and the reason of the signal. */
  get(wanted: Wanted, signal?: AbortSignal): Promise<AccessToken>;
  /** Keeps a token that came by another way, in the place of what there was. */
  put(wanted: Omit<Wanted, 'refused'>): Promise<void>;
  forget: TokenSource['forget'];
  prune: Prune;
  /** Asks no more, and waits for what is being asked. */
  stop(): Promise<void>;
}

/** Keeps tokens for all instances, has one ask where there is none, and answers from memory what was used before. */
export function createSharedTokens(deps: TokenTurnsDeps): SharedTokens {
  const { clock, database, store, vault } = deps;
  const cache = new SealedCache(clock);
  const turns = new TokenTurns(deps);
  const flights = new Map<string, Promise<AccessToken>>();
  const running = new AbortController();

  /** What several wait for is bounded by none of their signals, but by the end of the process. */
  const fetchToken = async (wanted: Wanted): Promise<AccessToken> => {
    const { goodUntil, ...token } = await turns.get(wanted, running.signal);
    if (goodUntil > clock.now()) cache.set(nameOf(wanted.id), token, goodUntil);
    return token;
  };
  const inFlight = (wanted: Wanted) => {
    const name = `${nameOf(wanted.id)} ${wanted.refused ?? ''}`;
    const begun = flights.get(name) ?? fetchToken(wanted);
    if (!flights.has(name)) {
      flights.set(name, begun);
      const end = () => flights.delete(name);
      begun.then(end, end);
    }
    return begun;
  };
  const forget = async (tx: Tx, ids: TokenId[]) => {
    for (const id of ids) {
      const { orgId, key } = id;
      await vault.destroy(tx, { orgId, holder: holderOfToken(key) });
      cache.delete(nameOf(id));
    }
  };

  return {
    async get(wanted, signal) {
      signal?.throwIfAborted();
      const { id, refused } = wanted;
      const kept = cache.get(nameOf(id));
      if (kept && (refused === undefined || kept.stamp > refused)) return kept;
      return orAborted(inFlight(wanted), signal);
    },
    async put(wanted) {
      await turns.put(wanted);
      cache.delete(nameOf(wanted.id));
    },
    async forget(tx, what) {
      await forget(tx, await store.deleteOf(tx, what));
    },
    prune: limit =>
      database.transaction(async tx => {
        const gone = await store.deleteEnded(tx, { now: clock.now(), limit });
        await forget(tx, gone);
        return gone.length;
      }),
    async stop() {
      running.abort(new Error('The instance stops'));
      await Promise.allSettled(flights.values());
      cache.clear();
    },
  };
}

function nameOf({ orgId, key }: TokenId): string {
  return `${key} ${orgId}`;
}

/** The outcome of the work, or the reason of the signal, whichever is there first. */
function orAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const untie = () => signal.removeEventListener('abort', abort);
    work.finally(untie).then(resolve, reject);
  });
}
