import type { RemoteType } from '@sprintconnect/plugin-sprintconnect-common';
import type { EraVerdict } from './EraVerdict';

const DAY_MS = 24 * 3600 * 1000;

/** `negotiate`: `server/discover` first, then `initialize`. `assume-legacy`: `initialize` at once. */
export type Negotiation = 'negotiate' | 'assume-legacy';

/**
 * How to begin. A modern verdict saves nothing, since its `server/discover` is wanted anyway. A legacy one saves a
 * round trip, but would hide an upgrade for ever, because upgraded servers still answer `initialize`: so it holds
 * for a day. HTTP+SSE was left behind with the legacy era.
 */
export function planNegotiation(
  type: RemoteType,
  prior: EraVerdict | undefined,
  now: Date,
): Negotiation {
  if (type === 'sse') {
    return 'assume-legacy';
  }
  const isFresh =
    prior?.era === 'legacy' && now.getTime() - prior.at.getTime() < DAY_MS;
  return isFresh ? 'assume-legacy' : 'negotiate';
}

/** When a legacy verdict must have been found out to be asked again at the next connection. */
export function staleSince(now: Date): Date {
  return new Date(now.getTime() - DAY_MS);
}
