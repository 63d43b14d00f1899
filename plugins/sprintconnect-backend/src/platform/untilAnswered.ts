import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseUnavailableError, outageOf } from '../ports';
import type { OutageLog } from './OutageLog';

/** How long work is tried again, from its begin: a PostgreSQL that restarts is back within this. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = { first: 50, most: 1_000 };

/** Thrown by one try: what it met, and how far it had come. */
export class BrokenTry extends Error {
  override readonly name = 'BrokenTry';
  readonly mayRepeat: boolean;
  readonly isOutcomeUnknown: boolean;

  constructor(
    cause: unknown,
    how: { mayRepeat: boolean; isOutcomeUnknown?: boolean },
  ) {
    super('One try at the database failed', { cause });
    this.mayRepeat = how.mayRepeat;
    this.isOutcomeUnknown = how.isOutcomeUnknown ?? false;
  }
}

/**
 * Tries until the database has answered, for five seconds at most, with pauses that double from 50 ms to a second, each
 * a random part of that, so that those who wait do not all come back at once. What is no outage is thrown as it is.
 *
 * @param attempt - One try; throws {@link BrokenTry}.
 * @throws DatabaseUnavailableError when the time is over, or the try may not be repeated.
 */
export async function untilAnswered<T>(
  log: OutageLog,
  attempt: () => Promise<T>,
): Promise<T> {
  const began = performance.now();
  let isOutcomeUnknown = false;
  for (let tries = 0; ; tries++) {
    try {
      const result = await attempt();
      log.over();
      return result;
    } catch (thrown) {
      if (!(thrown instanceof BrokenTry)) throw thrown;
      const { cause, mayRepeat } = thrown;
      const outage = outageOf(cause);
      if (!outage) throw cause;
      log.met(outage.reason);
      isOutcomeUnknown ||= thrown.isOutcomeUnknown;
      const most = Math.min(PAUSE_MS.most, PAUSE_MS.first * 2 ** tries);
      const pauseMs = most * (0.5 + Math.random() / 2);
      if (!mayRepeat || performance.now() + pauseMs - began > PATIENCE_MS) {
        const { reason } = outage;
        throw new DatabaseUnavailableError(reason, { isOutcomeUnknown, cause });
      }
      await pause(pauseMs);
    }
  }
}
