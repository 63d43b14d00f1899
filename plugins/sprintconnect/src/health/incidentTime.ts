import type { Formats } from '../format';

/**
 * When an incident was, or since when it lasts, as short as it stays clear: the year is told only where it is not the
 * one of `now`, and what both ends share is told once. Times are those of the reader's time zone.
 */
export function incidentTime(
  of: {
    start: number;
    /** Absent while it lasts. */
    end?: number;
    now: number;
  },
  { date, span }: Pick<Formats, 'date' | 'span'>,
): string {
  const { start, end, now } = of;
  const form = yearOf(start) === yearOf(now) ? 'shortDateTime' : 'longDateTime';
  return end === undefined
    ? date(start, form)
    : span({ from: start, to: end }, form);
}

function yearOf(time: number): number {
  return new Date(time).getFullYear();
}
