/**
 * When a server is to be probed next. Pure.
 *
 * @remarks
 *
 * Every server has its own moment within the interval, which follows from its id. So the load is even from the first
 * round on, and stays so: thousands of servers that are registered at once, or are all overdue after a restart, go
 * back to their own moments with their next probe. `jitter` 0.1 spreads each time by up to 10 % of the interval
 * either way, so that no server is asked at the same second of every minute. The answer is always later than `now`,
 * by half an interval or more but for the jitter.
 */
export function nextProbeAt(options: {
  serverId: string;
  now: Date;
  intervalSeconds: number;
  jitter: number;
  /** From 0 to below 1. */
  random: number;
}): Date {
  const { serverId, now, intervalSeconds, jitter, random } = options;
  const interval = intervalSeconds * 1000;
  const phase = fractionOf(serverId) * interval;
  const soonest = now.getTime() + interval / 2;
  const turn = Math.ceil((soonest - phase) / interval) * interval + phase;
  const spread = jitter * (2 * random - 1) * interval;
  return new Date(Math.max(now.getTime() + 1, Math.round(turn + spread)));
}

/** When the own moment of a server comes for the first time after `now`: its first probe. Pure. */
export function firstProbeAt(options: {
  serverId: string;
  now: Date;
  /** Of which its moment is a part. */
  intervalSeconds: number;
}): Date {
  const { serverId, now, intervalSeconds } = options;
  const interval = intervalSeconds * 1000;
  const phase = fractionOf(serverId) * interval;
  const turn = Math.floor((now.getTime() - phase) / interval) + 1;
  return new Date(Math.ceil(turn * interval + phase));
}

/** A number from 0 to below 1 that follows from the text alone (FNV-1a with a final mix). */
function fractionOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
