import type { LoggerService } from '@backstage/backend-plugin-api';

/** A database that comes and goes is told of once in this time. */
export const QUIET_MS = 10_000;

/** Tells the log of an outage once, when it begins, and once when it is over: not for each who met it. */
export class OutageLog {
  readonly #logger?: Pick<LoggerService, 'info' | 'warn'>;
  #since?: number;
  #toldAt = -Infinity;
  #isTold = false;

  constructor(logger?: Pick<LoggerService, 'info' | 'warn'>) {
    this.#logger = logger;
  }

  /** Somebody met it. */
  met(reason: string): void {
    const now = performance.now();
    this.#since ??= now;
    // One that began too soon after the last is told when it lasts.
    if (this.#isTold || now - this.#toldAt < QUIET_MS) return;
    this.#isTold = true;
    this.#toldAt = now;
    this.#logger?.warn(
      `The database isn't reachable: ${reason}. Background work waits for it; requests that need it get 503.`,
    );
  }

  /** The database has answered somebody. */
  over(): void {
    if (this.#since === undefined) return;
    const seconds = ((performance.now() - this.#since) / 1000).toFixed(1);
    if (this.#isTold) {
      this.#logger?.info(`The database is back after ${seconds} s`);
    }
    this.#since = undefined;
    this.#isTold = false;
  }
}
