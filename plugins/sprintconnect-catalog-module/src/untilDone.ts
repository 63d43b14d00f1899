import { setTimeout as delay } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** While the backend starts, its plugins are not there yet: the first refusals deserve no warning. */
const QUIET_ATTEMPTS = 5;

/**
 * Tries until it succeeds or the signal fires, with pauses that double from half a second to half a minute.
 * Warns of each reason once. Never rejects.
 */
export async function untilDone(
  work: (signal: AbortSignal) => Promise<void>,
  options: { what: string; logger: LoggerService; signal: AbortSignal },
): Promise<void> {
  const { what, logger, signal } = options;
  let said: string | undefined;
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      await work(signal);
      return;
    } catch (error) {
      if (signal.aborted) return;
      const pause = Math.min(
        FIRST_PAUSE_MS * 2 ** (attempt - 1),
        LONGEST_PAUSE_MS,
      );
      const reason = messageOf(error);
      const words = `${what} failed; trying again in ${pause / 1000} s: ${reason}`;
      if (attempt <= QUIET_ATTEMPTS || reason === said) {
        logger.debug(words);
      } else {
        logger.warn(words);
        said = reason;
      }
      // A pause that is broken off ends the loop by its condition.
      await delay(pause, undefined, { signal, ref: false }).catch(() => {});
    }
  }
}

/** The words of an error for a log line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
