import { ConnectionRefused } from './ConnectionPool';

export interface BulkheadRules {
  /** So many are inside at once. */
  max: number;
  /** So many wait for it. */
  queueMax: number;
  queueTimeoutMs: number;
}

interface Waiting {
  enter(): void;
  fail(reason: unknown): void;
}

/** When somebody who was turned away may find room. */
const RETRY_AFTER_MS = 1_000;

/** Lets so many calls be under way with one server, and few more wait in line, so that a slow server holds up nothing but itself. */
export class Bulkhead {
  readonly #rules: BulkheadRules;
  /** In the order in which they came. */
  readonly #waiting = new Set<Waiting>();
  #inside = 0;

  constructor(rules: BulkheadRules) {
    this.#rules = rules;
  }

  get isEmpty(): boolean {
    return this.#inside === 0 && this.#waiting.size === 0;
  }

  /** Gives how to leave, which must be done once. Throws `busy`, or the reason of the signal. */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#inside < this.#rules.max) this.#inside++;
    else await this.#wait(signal);
    return () => this.#leave();
  }

  /** Turns away all who wait. */
  turnAway(reason: ConnectionRefused): void {
    for (const each of [...this.#waiting]) each.fail(reason);
  }

  #leave(): void {
    const [next] = this.#waiting;
    // Who comes next takes the place over, so that nobody who comes just now is faster.
    if (next) next.enter();
    else this.#inside--;
  }

  #wait(signal: AbortSignal): Promise<void> {
    const { queueMax, queueTimeoutMs } = this.#rules;
    if (this.#waiting.size >= queueMax) throw busy();
    return new Promise<void>((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', gone);
        this.#waiting.delete(waiting);
      };
      const waiting: Waiting = {
        enter: () => {
          end();
          resolve();
        },
        fail: reason => {
          end();
          reject(reason);
        },
      };
      const gone = () => waiting.fail(signal.reason);
      const timer = setTimeout(() => waiting.fail(busy()), queueTimeoutMs);
      signal.addEventListener('abort', gone);
      this.#waiting.add(waiting);
    });
  }
}

function busy(): ConnectionRefused {
  return new ConnectionRefused(
    'busy',
    'Too many calls to this server are under way. Try again in a moment.',
    RETRY_AFTER_MS,
  );
}
