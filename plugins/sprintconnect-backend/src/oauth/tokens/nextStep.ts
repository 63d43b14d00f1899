import type { TokenState } from './TokenState';

/** A token that ends sooner than this may end on its way. */
const WAY_MS = 2_000;
/** Servers that refuse good tokens are not to make us ask for more of them without end. */
export const FORCED_EVERY_MS = 30_000;

/** What to do in order to have a token. */
export type Step =
  /** Take the kept one. */
  | 'use'
  /** Ask the authorization server. */
  | 'ask'
  /** Another instance is asking. */
  | 'wait'
  /** It was asked a moment ago, and failed. */
  | 'fail';

/**
 * What to do next, by what instances know together. Pure.
 *
 * A kept token is good until it ends, but from `refreshAt` on a new one is asked for: while one asks, and while that fails, the others use
 * what is kept.
 *
 * @param options - `refused`: the stamp of a token that the server refused; it and older ones are not good any more.
 */
export function nextStep(
  state: TokenState | undefined,
  options: { now: Date; refused?: number },
): Step {
  if (!state) return 'ask';
  const now = options.now.getTime();
  const { stamp, refreshAt, expiresAt, forcedAt, leaseUntil, failure } = state;
  const isKept = stamp > 0 && isAfter(expiresAt, now + WAY_MS);
  const isRefused = options.refused !== undefined && stamp <= options.refused;
  if (isKept && isRefused && isAfter(forcedAt, now - FORCED_EVERY_MS)) {
    return 'use';
  }
  const isGood = isKept && !isRefused;
  if (isGood && isAfter(refreshAt, now)) return 'use';
  if (isAfter(leaseUntil, now)) return isGood ? 'use' : 'wait';
  if (failure && isAfter(failure.until, now)) return isGood ? 'use' : 'fail';
  return 'ask';
}

function isAfter(time: Date | undefined, than: number): boolean {
  return time !== undefined && time.getTime() > than;
}
