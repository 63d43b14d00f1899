import type { HealthRangeName } from './ranges';

interface Shown {
  range: HealthRangeName;
  language: string;
}

/** Hours are told in the reader's time zone. Days are those of UTC, by which the history is summed up. */
const BY_HOUR = {
  tick: { hour: '2-digit', minute: '2-digit' },
  moment: { dateStyle: 'medium', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
const BY_DAY = {
  tick: { day: 'numeric', month: 'short', timeZone: 'UTC' },
  moment: { dateStyle: 'medium', timeZone: 'UTC' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formats: Record<
  HealthRangeName,
  { tick: Intl.DateTimeFormatOptions; moment: Intl.DateTimeFormatOptions }
> = {
  '1h': BY_HOUR,
  '24h': BY_HOUR,
  '7d': { ...BY_HOUR, tick: { day: 'numeric', month: 'short' } },
  '30d': BY_DAY,
  '13m': {
    ...BY_DAY,
    tick: { month: 'short', year: 'numeric', timeZone: 'UTC' },
  },
};

/** A moment on an axis, as short as its range allows. */
export function tickLabel(at: number, { range, language }: Shown): string {
  return new Intl.DateTimeFormat(language, formats[range].tick).format(at);
}

/** A moment in full. */
export function momentLabel(at: number, { range, language }: Shown): string {
  return new Intl.DateTimeFormat(language, formats[range].moment).format(at);
}

/** A stretch of time; what both ends share is said once. */
export function spanLabel(
  span: { from: number; to: number },
  { range, language }: Shown,
): string {
  // A day ends when the next begins, but is not told as the next.
  return new Intl.DateTimeFormat(language, formats[range].moment).formatRange(
    span.from,
    span.to - 1,
  );
}
