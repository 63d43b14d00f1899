import { ConnectionRefused } from './ConnectionPool';

export interface BulkheadRules {
  /** So many are inside at once. */
  max: number;
  /** So many wait for it. */
  queueMax: number;
  queueTimeoutMs: number;
}

/** When somebody who was turned away may find room. */
const RETRY_AFTER_MS = 1_000;

/** Somebody in line. Who has a place, or has gone, leaves the line at once, so that nobody gives them another. */
class Waiting {
  readonly turn: Promise<void>;
  onEnd = () => {};
  #resolve = () => {};
  #reject = (_reason: unknown) => {};

  constructor() {
    this.turn = new Promise<void>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  enter(): void {
    this.onEnd();
    this.#resolve();
  }

  fail(reason: unknown): void {
    this.onEnd();
    this.#reject(reason);
  }
}

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

  async #wait(signal: AbortSignal): Promise<void> {
    const { queueMax, queueTimeoutMs } = this.#rules;
    if (this.#waiting.size >= queueMax) throw busy();
    const waiting = new Waiting();
    const gone = () => waiting.fail(signal.reason);
    const timer = setTimeout(() => waiting.fail(busy()), queueTimeoutMs);
    signal.addEventListener('abort', gone);
    waiting.onEnd = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', gone);
      this.#waiting.delete(waiting);
    };
    this.#waiting.add(waiting);
    await waiting.turn;
  }
}

function busy(): ConnectionRefused {
  return new ConnectionRefused(
    'busy',
    'Too many calls to this server are under way. Try again in a moment.',
    RETRY_AFTER_MS,
  );
}
