import type { Redis } from 'ioredis';
import { loadRateLimiter } from './loadRateLimiter';
import type { Counter } from './Quota';

export interface CounterOptions {
  /** Keeps the counts of one quota apart from those of another. */
  name: string;
  points: number;
  seconds: number;
}

/** Makes counters that live in Redis where there is one, else in this process. */
export function openCounters(redis: Redis | undefined) {
  const { RateLimiterMemory, RateLimiterRedis } = loadRateLimiter();
  return ({ name, points, seconds }: CounterOptions): Counter => {
    const window = {
      keyPrefix: `sprintconnect:limit:${name}`,
      points,
      duration: seconds,
    };
    const memory = new RateLimiterMemory(window);
    return redis
      ? new RateLimiterRedis({
          ...window,
          storeClient: redis,
          // While Redis is away every instance counts for itself: limits grow with the instances, and none is lifted.
          insuranceLimiter: memory,
          rejectIfRedisNotReady: true,
        })
      : memory;
  };
}

/** So many at once, and `burst` in all before the next second counts them again. */
export function withBurst(steady: Counter, burst: Counter): Counter {
  const { BurstyRateLimiter } = loadRateLimiter();
  type Limiter = ConstructorParameters<typeof BurstyRateLimiter>[0];
  return new BurstyRateLimiter(steady as Limiter, burst as Limiter);
}
