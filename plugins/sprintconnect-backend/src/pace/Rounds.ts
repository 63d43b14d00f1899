export interface RoundsOptions {
  /** One round. The signal aborts when nobody wants its outcome any more. */
  work(signal: AbortSignal): Promise<void>;
  /** Told of a round that threw, unless it is the last one. */
  onError(error: unknown, failures: number): void;
  /** From the end of a round to the next, when nobody wakes it. In milliseconds, as all of these. */
  everyMs: number;
  /** From being woken to the round. Default: 0. */
  leadMs?: number;
  /** From the end of a round to the next, at least, so that what many ask for at once is done together. Default: 0. */
  gapMs?: number;
  /** From the end of a round that threw to the next, by how many did in a row, whoever wakes it. Default: as after others. */
  retryMs?(failures: number): number;
}

/** Work that is done whenever somebody wakes it, and now and then because others may have made some. */
export class Rounds {
  readonly #options: RoundsOptions;
  /** While it is started. */
  #running?: AbortController;
  #timer?: NodeJS.Timeout;
  #round?: Promise<void>;
  #woken = false;
  #notBefore = 0;
  #failures = 0;

  constructor(options: RoundsOptions) {
    this.#options = options;
  }

  /** Begins with a round. */
  start(): void {
    if (this.#running) return;
    this.#running = new AbortController();
    this.#woken = false;
    this.wake();
  }

  /** Has a round begin soon; while one is under way, another after it. */
  wake(): void {
    const wasWoken = this.#woken;
    this.#woken = true;
    // Only the first who wakes it says when: else those who never cease would put it off for ever.
    if (!this.#running || this.#round || wasWoken) return;
    const { leadMs = 0 } = this.#options;
    this.#beginAt(Math.max(this.#notBefore, now() + leadMs), this.#running);
  }

  /** Waits for the round in hand. */
  async stop(): Promise<void> {
    this.#running?.abort();
    this.#running = undefined;
    clearTimeout(this.#timer);
    await this.#round;
  }

  #beginAt(time: number, { signal }: AbortController): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#begin(signal),
      Math.max(0, Math.ceil(time - now())),
    );
  }

  #begin(signal: AbortSignal): void {
    this.#woken = false;
    this.#round = this.#work(signal).finally(() => {
      this.#round = undefined;
      if (this.#running) this.#beginAt(this.#nextAt(), this.#running);
    });
  }

  async #work(signal: AbortSignal): Promise<void> {
    const { work, onError } = this.#options;
    try {
      await work(signal);
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      // What it stands on may stop at the same time.
      if (!signal.aborted) onError(error, this.#failures);
    }
  }

  #nextAt(): number {
    const { everyMs, gapMs = 0, retryMs } = this.#options;
    const endedAt = now();
    if (this.#failures && retryMs) {
      this.#notBefore = endedAt + retryMs(this.#failures);
      return this.#notBefore;
    }
    this.#notBefore = endedAt + gapMs;
    return this.#woken ? this.#notBefore : endedAt + everyMs;
  }
}

/** Milliseconds of a clock that nobody sets: when the time of day is put back, no round waits for it to pass again. */
function now(): number {
  return performance.now();
}
