import { LRUCache } from 'lru-cache';
import type { Clock } from '../ports';

interface Kept<T> {
  askedAt: number;
  answer: Promise<T>;
}

/**
 * Answers that are kept for a while, by key. Whoever asks while an answer is on its way waits for that one. A failure is
 * not kept.
 */
export class PromiseCache<T> {
  readonly #clock: Clock;
  readonly #keptMs: number;
  readonly #kept: LRUCache<string, Kept<T>>;

  constructor(options: {
    clock: Clock;
    /** How long an answer is kept, from when it was asked for. 0: not at all. */
    keptMs: number;
    /** So many answers are kept; of more, those go that nobody asked for the longest. */
    max: number;
  }) {
    this.#clock = options.clock;
    this.#keptMs = options.keptMs;
    this.#kept = new LRUCache({ max: options.max });
  }

  async get(key: string, ask: () => Promise<T>): Promise<T> {
    const [answer] = await this.getAll([key], async () => [await ask()]);
    return answer;
  }

  /** One answer for each key, in their order; `ask` is given those that are not kept, and asks for them at once. */
  getAll(
    keys: readonly string[],
    ask: (missing: readonly string[]) => Promise<readonly T[]>,
  ): Promise<T[]> {
    const askedAt = this.#clock.now().getTime();
    const answers = new Map<string, Promise<T>>();
    for (const key of keys) {
      const kept = this.#kept.get(key);
      // Also when the time of day was put back since: else an answer would be kept for longer.
      const isFresh = kept && Math.abs(askedAt - kept.askedAt) < this.#keptMs;
      if (isFresh) answers.set(key, kept.answer);
    }
    const missing = [...new Set(keys)].filter(key => !answers.has(key));
    if (missing.length > 0) {
      const asked = ask(missing);
      missing.forEach((key, index) => {
        const answer = asked.then(all => all[index]);
        answers.set(key, answer);
        if (this.#keptMs > 0) this.#keep(key, { askedAt, answer });
      });
    }
    return Promise.all(keys.map(key => answers.get(key) as Promise<T>));
  }

  /** Forgets all answers; those on their way are not kept either. */
  clear(): void {
    this.#kept.clear();
  }

  #keep(key: string, kept: Kept<T>): void {
    this.#kept.set(key, kept);
    kept.answer.catch(() => {
      // Another may have been asked for since.
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
    });
  }
}
