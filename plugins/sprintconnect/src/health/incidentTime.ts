/**
 * When an incident was, or since when it lasts, as short as it stays clear: the year is told only where it is not the
 * one of `now`, and what both ends share is told once. Times are those of the reader's time zone.
 */
export function incidentTime(of: {
  start: number;
  /** Absent while it lasts. */
  end?: number;
  now: number;
  language: string;
}): string {
  const { start, end, now, language } = of;
  const format = new Intl.DateTimeFormat(language, {
    year: yearOf(start) === yearOf(now) ? undefined : 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  return end === undefined
    ? format.format(start)
    : format.formatRange(start, end);
}

function yearOf(time: number): number {
  return new Date(time).getFullYear();
}
