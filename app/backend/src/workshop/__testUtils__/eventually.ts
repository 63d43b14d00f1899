import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/** Asks until the answer is there, and gives it back; the last failure, where it never comes. */
export async function eventually<T>(
  ask: () => Promise<T | undefined | false>,
): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      throw new Error(`did not come true within ${PATIENCE_MS / 1000} s`);
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await sleep(50);
  }
}
