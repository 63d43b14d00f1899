import type { Clock } from '../ports';

/** A clock that moves only when told. Starts at 2026-11-22T12:00:00Z. */
export interface FixedClock extends Clock {
  advance(milliseconds: number): void;
  set(time: Date): void;
}

export function fixedClock(start = '2026-11-22T12:00:00.000Z'): FixedClock {
  let time = new Date(start).getTime();
  return {
    now: () => new Date(time),
    advance: milliseconds => {
      time += milliseconds;
    },
    set: next => {
      time = next.getTime();
    },
  };
}
