import type { Redis } from 'ioredis';
import { connectRedis } from './connectRedis';

/** What Redis is to do. */
export interface RedisCall {
  /** The body of a Lua function that returns at least one number. */
  script: string;
  /** `KEYS` of the script. */
  keys: string[];
  /** `ARGV` of the script. */
  args: (string | number)[];
}

export interface RedisLinkOptions {
  url: string;
  /** Redis is passed over when it takes longer than this, in milliseconds. */
  timeoutMs: number;
  logger: {
    warn(message: string, error: Error): void;
    info(message: string): void;
  };
}

/** From one question whether Redis answers to the next. Longer each time, for one that comes and goes. */
const PAUSE_MS = 250;
const PAUSE_MAX_MS = 10_000;
/** Who stayed for so long has not come and gone. */
const STEADY_MS = 60_000;
/** To connect after the start, before the log says that Redis does not answer. */
const START_MS = 1_000;

/**
 * Redis carries out what lies in the buffer of a connection when it goes on after it stood still, even when the
 * connection was closed long ago. So each script comes with the time from which nobody waits for it any more.
 */
const GUARD = `
local deadline = tonumber(table.remove(ARGV, 1))
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > deadline then return { now } end`;

/** Writes, because a Redis that only reads, or has no room, cannot count. */
const QUESTION: RedisCall = {
  script: `redis.call('set', KEYS[1], 1, 'PX', 1000) return 1`,
  keys: ['sprintconnect:question'],
  args: [],
};

const NO_DEADLINE = Number.MAX_SAFE_INTEGER;

/**
 * The one connection of this process to Redis, which knows whether Redis answers. The first call that is not answered in
 * time ends the wait of all others, and none waits from then on, until a question in the background is answered in time.
 */
export class RedisLink {
  readonly #redis: Redis;
  readonly #options: RedisLinkOptions;
  readonly #waiting = new Set<(error: Error) => void>();
  readonly #backs: (() => void)[] = [];
  #isThere = false;
  #wasThere = false;
  #isToldGone = false;
  #isClosed = false;
  /** How far the clock of Redis is ahead of ours, which counts from the start of the process. */
  #aheadMs?: number;
  #isAsking = false;
  #timer?: NodeJS.Timeout;
  #start: NodeJS.Timeout;
  #pauseMs = PAUSE_MS;
  #backAt = 0;

  constructor(options: RedisLinkOptions) {
    this.#options = options;
    this.#redis = connectRedis(options.url);
    this.#redis.on('error', (error: Error) => this.#gone(error));
    this.#redis.on('close', () => this.#gone(new Error('Connection closed')));
    this.#redis.on('ready', () => {
      // Later ones wait for their turn, so that a Redis that comes and goes is not believed each time.
      if (!this.#wasThere) void this.#question();
    });
    this.#start = setTimeout(
      () => this.#gone(new Error(`Not connected after ${START_MS} ms`)),
      START_MS,
    ).unref();
  }

  /**
   * What the script returns. Rejects at once while Redis is away, and within `timeoutMs` when it does not answer: after
   * that time Redis does nothing of it, whenever it goes on.
   */
  async run(call: RedisCall): Promise<number[]> {
    if (!this.#isThere) throw new Error('Redis is away');
    try {
      return await this.#ask(call, performance.now() + this.#options.timeoutMs);
    } catch (error) {
      this.#gone(error as Error);
      throw error;
    }
  }

  /** Calls when Redis answers for the first time, and each time that it does again. */
  onBack(listener: () => void): void {
    this.#backs.push(listener);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#start);
    this.#redis.disconnect();
    this.#gone(new Error('Closed'));
  }

  async #ask(call: RedisCall, until: number): Promise<number[]> {
    const first = await this.#before(until, call);
    if (first.length > 0) return first;
    // Our clocks went apart since the last answer, and that one set them again. Nothing was done.
    const second = await this.#before(until, call);
    if (second.length > 0) return second;
    throw new Error('Redis was asked too late, by its clock');
  }

  async #before(until: number, call: RedisCall): Promise<number[]> {
    let timer: NodeJS.Timeout | undefined;
    let fail = (_: Error) => {};
    const over = new Promise<never>((_, reject) => {
      fail = reject;
      // An answer may have arrived while this process was busy: it is read first.
      timer = setTimeout(
        () => setImmediate(() => reject(silent(this.#options.timeoutMs))),
        until - performance.now(),
      );
    });
    this.#waiting.add(fail);
    const deadline = Math.round(until + (this.#aheadMs ?? 0));
    try {
      return await Promise.race([this.#send(call, deadline), over]);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(fail);
    }
  }

  async #send(
    { script, keys, args }: RedisCall,
    deadline: number,
  ): Promise<number[]> {
    const sentAt = performance.now();
    const [time, ...answer] = (await this.#redis.eval(
      `${GUARD}\nlocal function body()\n${script}\nend\nreturn { now, body() }`,
      keys.length,
      ...keys,
      deadline,
      ...args,
    )) as number[];
    const answeredAt = performance.now();
    if (answeredAt - sentAt <= this.#options.timeoutMs) {
      this.#aheadMs = time - (sentAt + answeredAt) / 2;
    }
    return answer;
  }

  /** Asks whether Redis answers. However late the answer is, there is no second question before it. */
  async #question(): Promise<void> {
    if (this.#isAsking || this.#isThere || this.#isClosed) return;
    this.#isAsking = true;
    const sentAt = performance.now();
    try {
      await this.#send(QUESTION, NO_DEADLINE);
      const tookMs = performance.now() - sentAt;
      if (tookMs > this.#options.timeoutMs) {
        throw silent(this.#options.timeoutMs);
      }
      this.#isAsking = false;
      this.#back();
    } catch (error) {
      this.#isAsking = false;
      this.#gone(error as Error);
    }
  }

  #back(): void {
    if (this.#isClosed) return;
    this.#isThere = true;
    this.#wasThere = true;
    this.#backAt = performance.now();
    clearTimeout(this.#start);
    if (this.#isToldGone) {
      this.#options.logger.info(
        'Redis is back; limits are counted across all instances',
      );
    }
    this.#isToldGone = false;
    for (const listener of this.#backs) listener();
  }

  #gone(cause: Error): void {
    const wasThere = this.#isThere;
    this.#isThere = false;
    for (const fail of [...this.#waiting]) fail(cause);
    if (this.#isClosed) return;
    if (wasThere) {
      const isUnsteady = performance.now() - this.#backAt < STEADY_MS;
      this.#pauseMs = isUnsteady
        ? Math.min(this.#pauseMs * 2, PAUSE_MAX_MS)
        : PAUSE_MS;
    }
    if (!this.#isToldGone) {
      this.#isToldGone = true;
      this.#options.logger.warn(
        "Redis isn't responding; each instance counts limits on its own until it's back",
        cause,
      );
    }
    if (this.#isAsking || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#question();
    }, this.#pauseMs).unref();
  }
}

function silent(timeoutMs: number): Error {
  return new Error(`No answer within ${timeoutMs} ms`);
}
