import { ceilTo, DAY_MS, floorTo, HOUR_MS } from '../state/times';

/** From which rows a stretch of time is read. */
export type HistorySource = 'raw' | 'hour' | 'day';

/** A stretch of time, its end not included. */
export interface Stretch {
  from: Date;
  to: Date;
}

/** A stretch, and the rows that tell of it. */
export interface Read extends Stretch {
  source: HistorySource;
}

/** What there is to read. */
export interface Kept {
  /** Single probes from before this may be gone. */
  rawSince: Date;
  /** Hours that begin before this are summed up; undefined when none is. */
  hoursUntil?: Date;
  /** Days that begin before this are summed up; undefined when none is. */
  daysUntil?: Date;
}

/**
 * Covers a stretch of time with the fewest rows that tell of it exactly: whole days by days, whole hours by hours, and
 * the borders and what is not summed up yet by single probes. Pure.
 *
 * @remarks
 *
 * The reads do not overlap and come in order of time. A part of an hour whose probes are gone is left out, because its
 * sum cannot be divided.
 */
export function planReads({ from, to }: Stretch, kept: Kept): Read[] {
  const hours = within(
    ceilTo(HOUR_MS, from),
    floorTo(HOUR_MS, earlier(to, kept.hoursUntil)),
  );
  if (!hours) return rawReads({ from, to }, kept);
  const days = within(
    ceilTo(DAY_MS, hours.from),
    floorTo(DAY_MS, earlier(hours.to, kept.daysUntil)),
  );
  const inner: Read[] = days
    ? [
        { source: 'hour', from: hours.from, to: days.from },
        { source: 'day', ...days },
        { source: 'hour', from: days.to, to: hours.to },
      ]
    : [{ source: 'hour', ...hours }];
  return [
    ...rawReads({ from, to: hours.from }, kept),
    ...inner.filter(read => read.from < read.to),
    ...rawReads({ from: hours.to, to }, kept),
  ];
}

/** Where a part of an hour is gone, none of that hour is read: half a truth would pass for a whole one. */
function rawReads({ from, to }: Stretch, { rawSince }: Kept): Read[] {
  const start = from >= rawSince ? from : ceilTo(HOUR_MS, rawSince);
  return start < to ? [{ source: 'raw', from: start, to }] : [];
}

function within(from: Date, to: Date): Stretch | undefined {
  return from < to ? { from, to } : undefined;
}

function earlier(time: Date, other: Date | undefined): Date {
  if (!other) return new Date(0);
  return time < other ? time : other;
}
