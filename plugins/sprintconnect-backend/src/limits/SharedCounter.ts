import { LRUCache } from 'lru-cache';
import type { RateLimiterRes } from 'rate-limiter-flexible';
import { v7 as uuid } from 'uuid';
import type { CounterOptions } from './CounterOptions';
import { loadRateLimiter } from './loadRateLimiter';
import type { Counter } from './Quota';
import type { RedisLink } from './RedisLink';

/** What this process knows of one window of one key. */
interface Window {
  /** The name in Redis of what was counted here. No other window has it. */
  member: string;
  own: number;
  /** What all other instances had counted when Redis last answered. */
  others: number;
  endsAt: number;
}

/** Who is not heard of for longer than all these begins anew, while Redis is away. */
const KEYS_MAX = 100_000;

/** A total that was told before, or comes after a greater one, changes nothing. */
const COUNT = `
local told = redis.call('hget', KEYS[1], ARGV[1])
if not told or tonumber(told) < tonumber(ARGV[2]) then
  redis.call('hset', KEYS[1], ARGV[1], ARGV[2])
end
local ms = redis.call('pttl', KEYS[1])
if ms < 0 then
  ms = tonumber(ARGV[3])
  redis.call('pexpire', KEYS[1], ms)
end
local sum = 0
for _, total in ipairs(redis.call('hvals', KEYS[1])) do sum = sum + total end
return sum, ms`;

/**
 * Counts of all instances together. Each tells Redis its own total of the window, and Redis adds up the totals: what is
 * told twice, or again to a Redis that was emptied, counts once, and what Redis missed it learns with the next total.
 * While Redis is away the last known totals of the others count, and nobody begins anew.
 */
export class SharedCounter implements Counter {
  readonly #options: CounterOptions;
  readonly #link: Pick<RedisLink, 'run'>;
  readonly #windows = new LRUCache<string, Window>({ max: KEYS_MAX });

  constructor(options: CounterOptions, link: Pick<RedisLink, 'run'>) {
    this.#options = options;
    this.#link = link;
  }

  async consume(key: string, points: number): Promise<RateLimiterRes> {
    const window = this.#windowOf(key);
    const own = (window.own += points);
    const sentAt = performance.now();
    try {
      const [sum, ms] = await this.#link.run({
        script: COUNT,
        keys: [`sprintconnect:quota:${this.#options.name}:${key}`],
        args: [window.member, own, Math.ceil(window.endsAt - sentAt)],
      });
      window.others = sum - own;
      window.endsAt = sentAt + ms;
      return this.#verdict(sum, ms);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const ms = Math.ceil(window.endsAt - performance.now());
      return this.#verdict(window.others + own, ms);
    }
  }

  #windowOf(key: string): Window {
    const now = performance.now();
    const known = this.#windows.get(key);
    if (known && known.endsAt > now) return known;
    const endsAt = now + this.#options.seconds * 1000;
    const window = { member: uuid(), own: 0, others: 0, endsAt };
    this.#windows.set(key, window);
    return window;
  }

  /** As the counters of the library answer. */
  #verdict(sum: number, ms: number): RateLimiterRes {
    const { RateLimiterRes: Res } = loadRateLimiter();
    const { points } = this.#options;
    const count = new Res(Math.max(0, points - sum), Math.max(0, ms), sum);
    if (sum > points) throw count;
    return count;
  }
}
