import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 50;

/**
 * Asks until the answer is there, and gives it back.
 *
 * @param ask - throws, or answers nothing or false, as long as it isn't
 * @param withinMs - a deadline, not a delay: a busy machine is slow, and what comes soon is found soon. Default: a minute
 * @throws the last error of `ask`, or one that says how long it was asked, where the answer never comes
 */
export async function eventually<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  { withinMs = 60_000 } = {},
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      throw new Error(`did not come true within ${withinMs / 1000} s`);
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await sleep(PAUSE_MS);
  }
}
