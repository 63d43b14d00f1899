import type { Circuit } from './advanceBreaker';
import type { ProbeOutcome } from './nextHealth';

/**
 * The rest of a server that asks for patience (`Retry-After` of HTTP 429 and 503): as long as it asks, but no longer than any
 * server rests, and no shorter than it is left alone anyway. Pure. Gives `rest` as it was where nothing more was asked for.
 */
export function askedRest(
  rest: Circuit['rest'],
  { at, retryAfterMs = 0 }: Pick<ProbeOutcome, 'at' | 'retryAfterMs'>,
  { planned, restMsMax }: { planned: Date; restMsMax: number },
): Circuit['rest'] {
  const until = new Date(at.getTime() + Math.min(retryAfterMs, restMsMax));
  return until > (rest?.until ?? planned)
    ? { since: rest?.since ?? at, until }
    : rest;
}
