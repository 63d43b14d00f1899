import type { SharedFailures } from '../ports';
import type { RedisLink } from './RedisLink';

const FORGOTTEN_MS = 15 * 60_000;

const ADD = `
local count = redis.call('incr', KEYS[1])
if count == 1 then redis.call('pexpire', KEYS[1], ARGV[1]) end
return count`;
const HOLD = `redis.call('set', KEYS[1], 1, 'PX', ARGV[1]) return 1`;
const HELD_MS = `return redis.call('pttl', KEYS[1])`;

/**
 * Failures that all instances count together in Redis. What is held back too late is not held: it would wait again for
 * what it has waited for already.
 */
export function redisFailures(link: RedisLink): SharedFailures {
  const on = async (
    [name, key]: ['count' | 'hold', string],
    script: string,
    args: number[] = [],
  ): Promise<number> => {
    const keys = [`sprintconnect:failure:${name}:${key}`];
    const [answer] = await link.run({ script, keys, args });
    return answer;
  };
  return {
    add: key => on(['count', key], ADD, [FORGOTTEN_MS]),
    async hold(key, ms) {
      await on(['hold', key], HOLD, [Math.ceil(ms)]);
    },
    async heldMs(key) {
      return Math.max(0, await on(['hold', key], HELD_MS));
    },
  };
}
