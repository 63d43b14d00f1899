const BASE_MS = 1_000;
const MAX_MS = 5 * 60_000;

/**
 * How long to wait before the next attempt, in milliseconds: exponential with full jitter, so that jobs which
 * failed together do not come back together. The ceiling is 1 s after the first attempt, doubles with each
 * attempt, and stays at 5 minutes. `random` is in [0, 1).
 */
export function retryDelay(attempt: number, random: number): number {
  const ceiling = Math.min(MAX_MS, BASE_MS * 2 ** (Math.max(1, attempt) - 1));
  return Math.floor(random * ceiling);
}
