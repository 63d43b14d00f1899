import type { Redis } from 'ioredis';
import type { SharedFailures } from '../ports';
import { loadRateLimiter } from './loadRateLimiter';

const FORGOTTEN_SECONDS = 15 * 60;

/** Failures that all instances count together in Redis. */
export function redisFailures(redis: Redis): SharedFailures {
  const open = (name: string) => {
    const { RateLimiterRedis } = loadRateLimiter();
    return new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `sprintconnect:failure:${name}`,
      // Only counted here; what follows from how many there are is not for a counter to say.
      points: Number.MAX_SAFE_INTEGER,
      duration: FORGOTTEN_SECONDS,
      rejectIfRedisNotReady: true,
    });
  };
  // Loaded for the first credential, because a backend that starts has other things to do.
  let opened: Record<'counts' | 'holds', ReturnType<typeof open>> | undefined;
  const stores = () =>
    (opened ??= { counts: open('count'), holds: open('hold') });
  return {
    add: async key => (await stores().counts.penalty(key)).consumedPoints,
    async hold(key, ms) {
      await stores().holds.set(key, 1, Math.ceil(ms / 1000));
    },
    async heldMs(key) {
      return Math.max(0, (await stores().holds.get(key))?.msBeforeNext ?? 0);
    },
  };
}
