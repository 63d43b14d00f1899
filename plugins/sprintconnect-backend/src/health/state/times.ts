/** One hour, in milliseconds. */
export const HOUR_MS = 3_600_000;
/** One day of 24 hours, in milliseconds. All days here are UTC days. */
export const DAY_MS = 24 * HOUR_MS;

/** The begin of the hour or day (by its length) that a time lies in. */
export function floorTo(lengthMs: number, time: Date): Date {
  return new Date(Math.floor(time.getTime() / lengthMs) * lengthMs);
}

/** The time itself where it begins an hour or day, else the begin of the next. */
export function ceilTo(lengthMs: number, time: Date): Date {
  return new Date(Math.ceil(time.getTime() / lengthMs) * lengthMs);
}

/** So many milliseconds later; earlier when negative. */
export function plus(time: Date, milliseconds: number): Date {
  return new Date(time.getTime() + milliseconds);
}

/** The same day and time so many months earlier; the last day of that month where it is too short, so never later. */
export function monthsBefore(time: Date, months: number): Date {
  const earlier = new Date(time);
  earlier.setUTCMonth(earlier.getUTCMonth() - months);
  // The 31st of a month without one is read as the 1st of the next, or later.
  if (earlier.getUTCDate() !== time.getUTCDate()) earlier.setUTCDate(0);
  return earlier;
}
