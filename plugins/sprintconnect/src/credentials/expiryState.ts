const SOON_MS = 7 * 24 * 3600 * 1000;

/** How the end of a credential looks at `now`: the last seven days are `soon`, as the first notification is sent then. */
export function expiryState(
  expiresAt: string,
  now: Date,
): 'good' | 'soon' | 'expired' {
  const left = Date.parse(expiresAt) - now.getTime();
  if (left <= 0) return 'expired';
  return left <= SOON_MS ? 'soon' : 'good';
}
