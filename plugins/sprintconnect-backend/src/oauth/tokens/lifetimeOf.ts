/** RFC 6749, section 5.1, only recommends that a token says how long it is good. */
const UNSAID_S = 5 * 60;
/** Longer than anybody should trust a token; also, a time must stay a time. */
const MAX_S = 24 * 60 * 60;
const MARGIN_MAX_S = 60;
/** Of short-lived ones, this part. */
const MARGIN_PART = 0.2;

/**
 * When a token ends and when the next one is to be asked for: a minute before, or a fifth of its life if that is less. Counted from when it
 * was asked for, because nobody knows when it was made. Pure.
 */
export function lifetimeOf(
  lifetimeS: number | undefined,
  askedAt: Date,
): { refreshAt: Date; expiresAt: Date } {
  const given = lifetimeS ?? UNSAID_S;
  const seconds = Math.min(Math.max(given, 0), MAX_S);
  const margin = Math.min(MARGIN_MAX_S, seconds * MARGIN_PART);
  const after = (s: number) => new Date(askedAt.getTime() + s * 1000);
  return { refreshAt: after(seconds - margin), expiresAt: after(seconds) };
}
