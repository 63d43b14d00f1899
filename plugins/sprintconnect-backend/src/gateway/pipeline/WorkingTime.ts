/**
 * The time that a call may take. It rests while somebody is asked, who has a time of their own for it: people are slower than servers, and
 * no fault of either is in it.
 */
export class WorkingTime {
  readonly #ending = new AbortController();
  readonly #answerMs: number;
  #leftMs: number;
  #since = 0;
  #timer?: NodeJS.Timeout;
  #asked = 0;
  #isLate = false;

  constructor({
    timeoutMs,
    answerMs,
  }: {
    timeoutMs: number;
    answerMs: number;
  }) {
    this.#leftMs = timeoutMs;
    this.#answerMs = answerMs;
    this.#run();
  }

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** What took too long; undefined while nothing has. */
  get late(): 'work' | 'answer' | undefined {
    if (!this.#isLate) return undefined;
    return this.#asked > 0 ? 'answer' : 'work';
  }

  /** Asks somebody, for whose time the call does not pay. */
  async rest<T>(ask: () => Promise<T>): Promise<T> {
    this.#asked += 1;
    if (this.#asked === 1) {
      this.stop();
      this.#leftMs -= performance.now() - this.#since;
      this.#timer = setTimeout(() => this.#end(), this.#answerMs);
    }
    try {
      return await ask();
    } finally {
      if (!this.#isLate) {
        this.#asked -= 1;
        if (this.#asked === 0) this.#run();
      }
    }
  }

  /** Nothing ends by it any more. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #run(): void {
    this.stop();
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#end(), Math.max(0, this.#leftMs));
  }

  #end(): void {
    this.#isLate = true;
    this.#ending.abort();
  }
}
