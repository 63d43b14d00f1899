import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, but not beyond the signal. Never rejects. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => {});
}
