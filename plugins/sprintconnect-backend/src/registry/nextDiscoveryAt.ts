const TTL_MIN_SECONDS = 60;
const TTL_MAX_SECONDS = 24 * 3600;
const BACKOFF_MAX_SECONDS = 6 * 3600;
/** A failing list is asked again after this part of the interval at first, which then doubles each time up to the whole. */
const PARTIAL_SHARE = 1 / 8;
const PARTIAL_MIN_SECONDS = 60;

/**
 * When a server is to be discovered next. Pure.
 *
 * The server's own interval stands first. Without one, what a modern server says of its freshness counts
 * (MCP 2026-07-28, Caching), within one minute and one day; a `ttlMs` of 0 says nothing. Otherwise the default.
 * After failures in a row the time doubles with each, up to six hours where the interval itself is not longer. Where only
 * some lists fail, it doubles with each, too, from an eighth of the interval, but not below a minute, up to the interval: the lists that work must not grow
 * old because of the others.
 * `jitter` 0.2 spreads the time by up to 20 % either way, so that servers registered together drift apart.
 */
export function nextDiscoveryAt(options: {
  now: Date;
  intervalSeconds?: number;
  ttlMs?: number;
  defaultSeconds: number;
  /** Discoveries that failed since the last good one. Default 0. */
  failures?: number;
  /** Discoveries in a row, this one included, of which some lists failed and others did not. Default 0. */
  partials?: number;
  jitter: number;
  /** From 0 to below 1. */
  random: number;
}): Date {
  const {
    now,
    intervalSeconds,
    ttlMs,
    defaultSeconds,
    jitter,
    random,
    failures = 0,
    partials = 0,
  } = options;
  const fresh = ttlMs
    ? Math.min(Math.max(ttlMs / 1000, TTL_MIN_SECONDS), TTL_MAX_SECONDS)
    : undefined;
  const interval = intervalSeconds ?? fresh ?? defaultSeconds;
  const seconds =
    partials > 0
      ? secondsAfterPartial(interval, partials)
      : Math.max(
          interval,
          Math.min(interval * 2 ** Math.min(failures, 20), BACKOFF_MAX_SECONDS),
        );
  const spread = 1 + jitter * (2 * random - 1);
  return new Date(now.getTime() + Math.round(seconds * spread * 1000));
}

function secondsAfterPartial(interval: number, partials: number): number {
  const share = PARTIAL_SHARE * 2 ** Math.min(partials - 1, 20);
  return Math.min(interval, Math.max(PARTIAL_MIN_SECONDS, interval * share));
}
