const STEPS: ReadonlyArray<[Intl.RelativeTimeFormatUnit, number]> = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
];

/**
 * The distance from `now` to `at` in words, such as "5 minutes ago"; "now" below ten seconds. Whole days,
 * months and years are counted: what was 47 hours ago was not always yesterday.
 */
export function relativeTime(
  at: Date,
  language: string,
  now = new Date(),
): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const format = (numeric: 'auto' | 'always') =>
    new Intl.RelativeTimeFormat(language, { numeric });
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) {
      return format('always').format(Math.trunc(seconds / length), unit);
    }
  }
  return format('auto').format(Math.abs(seconds) < 10 ? 0 : seconds, 'second');
}
