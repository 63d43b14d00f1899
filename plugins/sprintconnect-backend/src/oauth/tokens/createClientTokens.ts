import type {
  AccessToken,
  ClientCredentials,
  Prune,
  TokenSource,
} from '../../ports';
import { keyOf } from './keyOf';
import { holderOfToken } from './placeOfToken';
import { requestInTime } from './requestToken';
import { SealedCache } from './SealedCache';
import type { TokenId } from './TokenStore';
import { TokenTurns, type TokenTurnsDeps } from './TokenTurns';

/** A {@link TokenSource}, with what the slice does for it. */
export interface ClientTokens extends TokenSource {
  prune: Prune;
  /** Asks no more, and waits for what is being asked. */
  stop(): Promise<void>;
}

/** Gets tokens of clients for themselves, and keeps them for all instances. */
export function createClientTokens(deps: TokenTurnsDeps): ClientTokens {
  const { clock, database, store, vault } = deps;
  const cache = new SealedCache(clock);
  const turns = new TokenTurns(deps);
  const flights = new Map<string, Promise<AccessToken>>();
  const running = new AbortController();

  /** What several wait for is bounded by none of their signals, but by the end of the process. */
  const fetchToken = async (
    client: ClientCredentials,
    id: TokenId,
    refused?: number,
  ): Promise<AccessToken> => {
    const wanted = { id, client, refused };
    const { goodUntil, ...token } = await turns.get(wanted, running.signal);
    if (goodUntil > clock.now()) cache.set(id.key, token, goodUntil);
    return token;
  };
  const shared = (name: string, work: () => Promise<AccessToken>) => {
    const begun = flights.get(name) ?? work();
    if (!flights.has(name)) {
      flights.set(name, begun);
      const end = () => flights.delete(name);
      begun.then(end, end);
    }
    return begun;
  };
  const forget = async (
    tx: Parameters<TokenSource['forget']>[0],
    ids: TokenId[],
  ) => {
    for (const { orgId, key } of ids) {
      await vault.destroy(tx, { orgId, holder: holderOfToken(key) });
      cache.delete(key);
    }
  };

  return {
    async clientToken(client, { signal, refused } = {}) {
      signal?.throwIfAborted();
      const id = { orgId: client.orgId, key: keyOf(client) };
      const kept = cache.get(id.key);
      if (kept && (refused === undefined || kept.stamp > refused)) return kept;
      const name = `${id.key} ${refused ?? ''}`;
      return orAborted(
        shared(name, () => fetchToken(client, id, refused)),
        signal,
      );
    },
    async triedToken(client, { signal }) {
      const { accessToken } = await requestInTime(deps, client, signal);
      return { text: accessToken };
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
