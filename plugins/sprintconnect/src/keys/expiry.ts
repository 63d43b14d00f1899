/** When a key ends: after some days, with a day, never; `keep` leaves it as it is. */
export type ExpiryChoice = '30' | '90' | '365' | 'date' | 'never' | 'keep';

export interface Expiry {
  choice: ExpiryChoice;
  /** The last day that it is good for, in the reader's time zone; asked for by `date` only. */
  lastDay?: Date;
}

const DAY_MS = 24 * 3600 * 1000;

/** The moment; undefined for never, and for `date` without a day. */
export function expiryMoment(
  { choice, lastDay }: Expiry,
  now: Date,
): Date | undefined {
  switch (choice) {
    case 'never':
    case 'keep':
      return undefined;
    case 'date':
      return lastDay && endOf(lastDay);
    default:
      return new Date(now.getTime() + Number(choice) * DAY_MS);
  }
}

/** A day has to be chosen, and not be past. */
export function isExpiryFaulty(expiry: Expiry, now: Date): boolean {
  if (expiry.choice !== 'date') return false;
  const moment = expiryMoment(expiry, now);
  return !moment || moment <= now;
}

function endOf(day: Date): Date {
  const end = new Date(day);
  end.setHours(23, 59, 59, 0);
  return end;
}
