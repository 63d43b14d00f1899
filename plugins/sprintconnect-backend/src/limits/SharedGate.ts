import { v7 as uuid } from 'uuid';
import type { ConcurrencyGate } from '../ports';
import { once } from './once';
import type { RedisLink } from './RedisLink';

/**
 * Somebody of whom nothing is heard for so long is forgotten, since a killed instance cannot say that its requests ended.
 * Who stays longer, such as a stream, is heard of three times as often.
 */
const LEASE_MS = 60_000;

const ENTER = `
redis.call('zremrangebyscore', KEYS[1], '-inf', ARGV[1])
local count = redis.call('zcard', KEYS[1])
if count >= tonumber(ARGV[2]) then return 0, count end
redis.call('zadd', KEYS[1], ARGV[3], ARGV[4])
redis.call('pexpire', KEYS[1], ARGV[5])
return 1, count + 1`;

/** Takes out the first so many, and leases to the rest. Done twice it is done once. */
const SETTLE = `
local gone = tonumber(ARGV[3])
for index = 4, 3 + gone do redis.call('zrem', KEYS[1], ARGV[index]) end
for index = 4 + gone, #ARGV do redis.call('zadd', KEYS[1], ARGV[1], ARGV[index]) end
if #ARGV > 3 + gone then redis.call('pexpire', KEYS[1], ARGV[2]) end
return 1`;

/** What this process knows of one key. */
interface House {
  /** How many of whom Redis has not said yet whether they may enter. */
  asking: number;
  inside: Set<string>;
  /** Who left but may still be inside for Redis, and when they left. */
  gone: Map<string, number>;
}

export interface SharedGateOptions {
  max: number;
  now: () => number;
  /** In milliseconds. Default: a minute. */
  leaseMs?: number;
}

/**
 * Counts over all instances. No instance lets more than `max` in by itself, whatever Redis says; while Redis is away that
 * is all that counts. When it is back it is told who is inside and who left, so that nobody is missing and no place stays taken.
 */
export class SharedGate implements ConcurrencyGate {
  readonly #link: RedisLink;
  readonly #max: number;
  readonly #now: () => number;
  readonly #leaseMs: number;
  readonly #houses = new Map<string, House>();
  #renewal?: NodeJS.Timeout;

  constructor(link: RedisLink, options: SharedGateOptions) {
    this.#link = link;
    this.#max = options.max;
    this.#now = options.now;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    link.onBack(() => this.#settleAll());
  }

  async enter(key: string): Promise<(() => void) | undefined> {
    const house = this.#houseOf(key);
    const { inside, gone } = house;
    if (house.asking + inside.size >= this.#max) return undefined;
    const member = uuid();
    const before = inside.size;
    house.asking += 1;
    const count = await this.#ask(key, member);
    house.asking -= 1;
    if (count === undefined) {
      this.#closeWhenEmpty(key, house);
      return undefined;
    }
    inside.add(member);
    // Redis was emptied, or the leases ended while this process stood still.
    if (count <= before) void this.#settle(key, house, inside);
    return once(() => {
      inside.delete(member);
      gone.set(member, this.#now());
      void this.#settle(key, house, []);
    });
  }

  /** How many are inside with this one; undefined when the house is full. While Redis is away only this process counts. */
  async #ask(key: string, member: string): Promise<number | undefined> {
    const at = this.#now();
    const leaseMs = this.#leaseMs;
    try {
      const [entered, count] = await this.#link.run({
        script: ENTER,
        keys: [setOf(key)],
        args: [at, this.#max, at + leaseMs, member, leaseMs],
      });
      return entered === 1 ? count : undefined;
    } catch {
      return Infinity;
    }
  }

  /** Tells Redis who left and, of those inside, these. */
  async #settle(
    key: string,
    house: House,
    members: Iterable<string>,
  ): Promise<void> {
    const { gone } = house;
    const left = [...gone.keys()];
    const leaseMs = this.#leaseMs;
    const until = this.#now() + leaseMs;
    try {
      await this.#link.run({
        script: SETTLE,
        keys: [setOf(key)],
        args: [until, leaseMs, left.length, ...left, ...members],
      });
      for (const member of left) gone.delete(member);
    } catch {
      // Told when Redis is back, or with the next renewal. A lease that has ended needs no telling.
      for (const [member, at] of gone) {
        if (at + leaseMs < this.#now()) gone.delete(member);
      }
    }
    this.#closeWhenEmpty(key, house);
  }

  #settleAll(): void {
    for (const [key, house] of this.#houses) {
      void this.#settle(key, house, house.inside);
    }
  }

  #houseOf(key: string): House {
    const known = this.#houses.get(key);
    if (known) return known;
    const house = { asking: 0, inside: new Set<string>(), gone: new Map() };
    this.#houses.set(key, house);
    this.#renewal ??= setInterval(
      () => this.#settleAll(),
      this.#leaseMs / 3,
    ).unref();
    return house;
  }

  #closeWhenEmpty(key: string, { asking, inside, gone }: House): void {
    if (asking + inside.size + gone.size > 0) return;
    this.#houses.delete(key);
    if (this.#houses.size > 0) return;
    clearInterval(this.#renewal);
    this.#renewal = undefined;
  }
}

function setOf(key: string): string {
  return `sprintconnect:concurrent:${key}`;
}
