import type { Clock } from '../../ports';
import { ConnectionRefused } from './ConnectionPool';

/** While health leaves a server alone. */
export interface HealthRest {
  since: Date;
  until: Date;
}

export interface CallBreakerRules {
  /** Failures in a row that open the circuit. */
  threshold: number;
  clock: Clock;
}

/**
 * How a call ended, as far as the connection goes. `neither`: it says nothing about whether the server can be reached, such as a
 * tool that took too long.
 */
export type CallEnd = 'good' | 'failed' | 'neither';

const FIRST_REST_MS = 1_000;
const REST_MS_MAX = 30_000;
/** Beyond this many rests in a row each is the longest; a power of two stays a number. */
const RESTS_MAX = 16;
/** A server that may be well again is tried with one call in so long. */
const TRIAL_MS = 10_000;

/**
 * Keeps calls from a server that cannot be reached. It opens by what calls themselves find, in this process, and follows what health
 * knows; while in doubt one call is let through now and then, because probes are not the truth. Nothing of it is written anywhere.
 */
export class CallBreaker {
  readonly #rules: CallBreakerRules;
  #failures = 0;
  #rests = 0;
  #restsUntil = -Infinity;
  #nextTrialAt = -Infinity;
  #goodAt?: Date;

  constructor(rules: CallBreakerRules) {
    this.#rules = rules;
  }

  /** Nothing is lost when it is forgotten. */
  get isCalm(): boolean {
    return (
      this.#failures === 0 || this.#restsUntil < performance.now() - REST_MS_MAX
    );
  }

  /** Throws `resting` where a call would not be let through, and changes nothing. */
  check(rest?: HealthRest): void {
    const leftMs = this.#leftMs(rest);
    if (leftMs > 0) throw resting(leftMs);
  }

  /** Lets a call through, and gives how to tell of its end, or throws `resting`. */
  pass(rest?: HealthRest): (end: CallEnd) => void {
    this.check(rest);
    const isTrial = this.#isOpen || this.#isResting(rest);
    if (isTrial) this.#nextTrialAt = performance.now() + TRIAL_MS;
    return end => this.#settle(end, isTrial);
  }

  get #isOpen(): boolean {
    return this.#failures >= this.#rules.threshold;
  }

  /** Health says so, and no call has found otherwise since. */
  #isResting(rest: HealthRest | undefined): boolean {
    if (!rest || rest.until <= this.#rules.clock.now()) return false;
    return this.#goodAt === undefined || this.#goodAt < rest.since;
  }

  #leftMs(rest: HealthRest | undefined): number {
    const isInDoubt = this.#isOpen || this.#isResting(rest);
    if (!isInDoubt) return 0;
    return Math.max(this.#restsUntil, this.#nextTrialAt) - performance.now();
  }

  #settle(end: CallEnd, isTrial: boolean): void {
    if (end === 'good') {
      this.#failures = 0;
      this.#rests = 0;
      this.#restsUntil = -Infinity;
      this.#nextTrialAt = -Infinity;
      this.#goodAt = this.#rules.clock.now();
      return;
    }
    const now = performance.now();
    // Calls that were under way when it opened tell nothing new.
    if (end === 'failed' && this.#restsUntil <= now) {
      this.#failures++;
      if (this.#isOpen) {
        const restMs = FIRST_REST_MS * 2 ** Math.min(this.#rests++, RESTS_MAX);
        this.#restsUntil = now + Math.min(restMs, REST_MS_MAX);
        // The trial is over: the next one is due after the rest.
        if (isTrial) this.#nextTrialAt = this.#restsUntil;
      }
    } else if (isTrial && this.#isOpen) {
      this.#nextTrialAt = -Infinity;
    }
  }
}

function resting(leftMs: number): ConnectionRefused {
  const retryAfterMs = Math.ceil(leftMs);
  return new ConnectionRefused(
    'resting',
    `The server couldn't be reached, so it is left alone for now. Try again in ${Math.ceil(retryAfterMs / 1000)} s, or ask its owner.`,
    retryAfterMs,
  );
}
