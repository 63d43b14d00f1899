/** The counters, loaded when limits are opened, because a backend without limits has no use for them. */
export function loadRateLimiter(): typeof import('rate-limiter-flexible') {
  return require('rate-limiter-flexible');
}
