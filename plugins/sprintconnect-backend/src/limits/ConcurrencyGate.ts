import type { Redis } from 'ioredis';
import { v7 as uuid } from 'uuid';

/** Lets only so many requests of one key be under way at once. */
export interface ConcurrencyGate {
  /** How to leave, or undefined when the house is full. Leaving twice is leaving once. */
  enter(key: string): Promise<(() => void) | undefined>;
}

/**
 * Somebody of whom nothing is heard for so long is forgotten, since a killed instance cannot say that its requests ended.
 * Who stays longer, such as a stream, is heard of three times as often.
 */
const LEASE_MS = 60_000;

const ENTER = `
redis.call('zremrangebyscore', KEYS[1], '-inf', ARGV[1])
if redis.call('zcard', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('zadd', KEYS[1], ARGV[3], ARGV[4])
redis.call('pexpire', KEYS[1], ARGV[5])
return 1`;

const RENEW = `
redis.call('zadd', KEYS[1], 'XX', ARGV[1], ARGV[2])
redis.call('pexpire', KEYS[1], ARGV[3])`;

/** Counts within this process. */
export function memoryGate(max: number): ConcurrencyGate {
  const inside = new Map<string, number>();
  return {
    async enter(key) {
      const count = inside.get(key) ?? 0;
      if (count >= max) return undefined;
      inside.set(key, count + 1);
      return once(() => {
        const left = (inside.get(key) ?? 1) - 1;
        if (left > 0) inside.set(key, left);
        else inside.delete(key);
      });
    },
  };
}

/** Counts over all instances; while Redis is away, within this process. */
export function redisGate(
  redis: Redis,
  options: { max: number; now: () => number; leaseMs?: number },
): ConcurrencyGate {
  const { max, now, leaseMs = LEASE_MS } = options;
  const insurance = memoryGate(max);
  return {
    async enter(key) {
      const set = `sprintconnect:concurrent:${key}`;
      const member = uuid();
      const at = now();
      try {
        const entered = await redis.eval(
          ENTER,
          1,
          set,
          at,
          max,
          at + leaseMs,
          member,
          leaseMs,
        );
        if (entered !== 1) return undefined;
      } catch {
        return insurance.enter(key);
      }
      const renewal = setInterval(() => {
        redis
          .eval(RENEW, 1, set, now() + leaseMs, member, leaseMs)
          .catch(() => {
            // The next renewal tries again.
          });
      }, leaseMs / 3).unref();
      return once(() => {
        clearInterval(renewal);
        redis.zrem(set, member).catch(() => {
          // Its lease ends by itself.
        });
      });
    },
  };
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
