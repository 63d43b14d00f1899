import type { Clock } from '../ports';

/** The time of this machine. */
export const systemClock: Clock = { now: () => new Date() };
