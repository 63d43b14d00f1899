import type { CounterOptions } from './CounterOptions';
import { loadRateLimiter } from './loadRateLimiter';
import type { Counter } from './Quota';
import type { RedisLink } from './RedisLink';
import { SharedCounter } from './SharedCounter';

/** Makes counters that live in Redis where there is one, else in this process. */
export function openCounters(link: RedisLink | undefined) {
  return (options: CounterOptions): Counter => {
    if (link) return new SharedCounter(options, link);
    const { RateLimiterMemory } = loadRateLimiter();
    const { name, points, seconds } = options;
    return new RateLimiterMemory({
      keyPrefix: `sprintconnect:limit:${name}`,
      points,
      duration: seconds,
    });
  };
}

/** So many at once, and `burst` in all before the next second counts them again. */
export function withBurst(steady: Counter, burst: Counter): Counter {
  const { BurstyRateLimiter } = loadRateLimiter();
  type Limiter = ConstructorParameters<typeof BurstyRateLimiter>[0];
  return new BurstyRateLimiter(steady as Limiter, burst as Limiter);
}
