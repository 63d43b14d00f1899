import { setTimeout as delay } from 'node:timers/promises';

/** A deadline, not a delay: a busy machine is slow, and what comes soon is found soon. */
const PATIENCE_MS = 60_000;

/** Polls until the check passes; fails with its last error after a minute. Gives the time it took, in ms. */
export async function eventually(
  check: () => Promise<void> | void,
): Promise<number> {
  const start = performance.now();
  for (;;) {
    try {
      await check();
      return performance.now() - start;
    } catch (error) {
      if (performance.now() - start > PATIENCE_MS) throw error;
      await delay(50);
    }
  }
}
