import type { RateLimiterRes } from 'rate-limiter-flexible';

/** What became of a request at one quota. */
export interface QuotaVerdict {
  allowed: boolean;
  /** Requests that the window holds. */
  limit: number;
  remaining: number;
  /** Until the window begins anew. */
  resetMs: number;
  /** In words for people, such as "60 requests a minute". */
  words: string;
}

/** Counts of one key within a window, wherever they are kept. */
export interface Counter {
  /** Rejects with a RateLimiterRes when the window is full. */
  consume(key: string, points: number): Promise<RateLimiterRes>;
}

export interface QuotaOptions {
  counter: Counter;
  limit: number;
  words: string;
  /** Points of the counter for one whole request. Default 1. */
  scale?: number;
}

/** So many requests in so much time, for each key. */
export class Quota {
  readonly #options: QuotaOptions;

  constructor(options: QuotaOptions) {
    this.#options = options;
  }

  /** Takes one request, or `cost` of one, from the quota of a key. Throws when nobody counts any more. */
  async take(key: string, cost = 1): Promise<QuotaVerdict> {
    const { counter, scale = 1 } = this.#options;
    const points = Math.max(1, Math.round(cost * scale));
    try {
      return this.#verdict(true, await counter.consume(key, points));
    } catch (outcome) {
      if (!isCount(outcome)) throw outcome;
      return this.#verdict(false, outcome);
    }
  }

  #verdict(allowed: boolean, count: RateLimiterRes): QuotaVerdict {
    const { limit, words, scale = 1 } = this.#options;
    return {
      allowed,
      limit,
      words,
      remaining: Math.max(0, Math.floor(count.remainingPoints / scale)),
      resetMs: Math.max(0, count.msBeforeNext),
    };
  }
}

/** A full window is told by rejecting with the count; everything else that is rejected is an error. */
function isCount(outcome: unknown): outcome is RateLimiterRes {
  return (
    typeof outcome === 'object' && outcome !== null && 'msBeforeNext' in outcome
  );
}
