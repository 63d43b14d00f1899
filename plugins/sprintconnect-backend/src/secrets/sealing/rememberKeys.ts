import { LRUCache } from 'lru-cache';
import { contextOf } from './contextOf';
import type { KeyWrapper } from './KeyWrapper';

const KEPT_MS = 60_000;
const MAX = 500;

/**
 * A wrapper that asks over the network, asked at most once a minute for the same data key. Of the secrets themselves nothing is
 * remembered. A key that is taken from us opens what it opened before for up to a minute; then each data key is zeroed.
 */
export function rememberKeys(wrapper: KeyWrapper): KeyWrapper {
  const known = new LRUCache<string, Buffer>({
    max: MAX,
    ttl: KEPT_MS,
    // So that an idle process holds none.
    ttlAutopurge: true,
    dispose: dataKey => dataKey.fill(0),
  });
  return {
    ...wrapper,
    async unwrap(wrapped, place, signal) {
      const name = `${contextOf(place, ['key', wrapper.id])}${wrapped}`;
      const found = known.get(name);
      // Whoever asks zeroes what they are given.
      if (found) return Buffer.from(found);
      const dataKey = await wrapper.unwrap(wrapped, place, signal);
      known.set(name, Buffer.from(dataKey));
      return dataKey;
    },
  };
}
