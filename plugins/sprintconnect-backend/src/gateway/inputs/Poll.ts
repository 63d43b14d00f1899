import { pause } from '../../pace';

const FIRST_MS = 200;
const LAST_MS = 1_000;
const SLOWER = 1.5;

interface Waiting<T> {
  resolve(value: T): void;
}

/**
 * Waits for what other instances write, by id: looks for all at once, the more seldom the longer nothing new is waited for, and not at all
 * while nobody waits. Who writes in this instance wakes it.
 */
export class Poll<T> {
  readonly #look: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>;
  readonly #waiting = new Map<string, Set<Waiting<T>>>();
  #pausing?: AbortController;
  #isRunning = false;
  #isWoken = false;
  #waitMs = FIRST_MS;

  /** `look` gives what is there of these. What it throws is a look that saw nothing. */
  constructor(
    look: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ) {
    this.#look = look;
  }

  /** What is there for this id, at once or later. Throws the signal's reason when that comes first. */
  async wait(id: string, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const all = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, all);
    let leave = () => {};
    const result = new Promise<T>((resolve, reject) => {
      const waiting = { resolve };
      all.add(waiting);
      const abort = () => reject(signal.reason);
      signal.addEventListener('abort', abort);
      leave = () => {
        signal.removeEventListener('abort', abort);
        all.delete(waiting);
        if (all.size === 0 && this.#waiting.get(id) === all) {
          this.#waiting.delete(id);
        }
        if (this.#waiting.size === 0) this.#pausing?.abort();
      };
    });
    this.#waitMs = FIRST_MS;
    this.wake();
    try {
      return await result;
    } finally {
      leave();
    }
  }

  /** Something was written. */
  wake(): void {
    this.#isWoken = true;
    this.#pausing?.abort();
    if (this.#isRunning || this.#waiting.size === 0) return;
    this.#isRunning = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    while (this.#waiting.size > 0) {
      this.#isWoken = false;
      const seen = await this.#look([...this.#waiting.keys()]).catch(
        () => new Map<string, T>(),
      );
      for (const [id, value] of seen) {
        for (const each of this.#waiting.get(id) ?? []) each.resolve(value);
        this.#waiting.delete(id);
      }
      if (this.#isWoken) continue;
      this.#pausing = new AbortController();
      if (this.#waiting.size > 0) {
        await pause(this.#waitMs, this.#pausing.signal);
      }
      this.#pausing = undefined;
      this.#waitMs = Math.min(this.#waitMs * SLOWER, LAST_MS);
    }
    this.#isRunning = false;
  }
}
