/** What a {@link TiedSignal} follows. @public */
export interface SignalTies {
  /** The signal aborts when the first of them does, with its reason. */
  sources?: readonly (AbortSignal | null | undefined)[];
  /** In milliseconds: so long after it was made the signal aborts with a `TimeoutError`. Default: never. */
  timeoutMs?: number;
}

/**
 * A signal that follows other signals and a clock until it is untied: what `AbortSignal.any` and `AbortSignal.timeout`
 * do, for one piece of work and no longer.
 *
 * @remarks
 *
 * A signal of `AbortSignal.any` that still has an `abort` listener when its work is over is kept by Node until one of its
 * sources aborts, which of a source that lives as long as the process is never. Libraries leave such listeners:
 * so none of ours makes one, and what this one holds of its sources and of time goes with `untie`
 * (docs/decisions/0038).
 *
 * @public
 */
export class TiedSignal {
  readonly #controller = new AbortController();
  readonly #sources: AbortSignal[] = [];
  readonly #follow: (this: AbortSignal) => void;
  #timer?: ReturnType<typeof setTimeout>;
  #isLate = false;

  constructor(ties: SignalTies = {}) {
    const { sources = [], timeoutMs } = ties;
    const end = (reason: unknown) => this.abort(reason);
    this.#follow = function follow() {
      end(this.reason);
    };
    for (const source of sources) {
      if (!source) continue;
      if (source.aborted) {
        this.abort(source.reason);
        return;
      }
      source.addEventListener('abort', this.#follow);
      this.#sources.push(source);
    }
    if (timeoutMs !== undefined) {
      this.#timer = setTimeout(() => this.#expire(), timeoutMs);
    }
  }

  /** For the work: aborted by a source, by time or by `abort`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether it was the time limit that aborted the signal. */
  get isLate(): boolean {
    return this.#isLate;
  }

  /** Aborts the signal by itself, and unties it. */
  abort(reason?: unknown): void {
    this.untie();
    this.#controller.abort(reason);
  }

  /** For when the work is over: nothing aborts the signal any more. May be called again. */
  untie(): void {
    clearTimeout(this.#timer);
    for (const source of this.#sources.splice(0)) {
      source.removeEventListener('abort', this.#follow);
    }
  }

  #expire(): void {
    this.#isLate = !this.signal.aborted;
    this.abort(
      new DOMException(
        'The operation was aborted due to timeout',
        'TimeoutError',
      ),
    );
  }
}
