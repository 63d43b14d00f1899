import { byteSize } from './byteSize';
import { duration, type DurationOptions } from './duration';
import { percent } from './percent';
import { relativeTime } from './relativeTime';

/** A moment as the API and the pages have it: ISO 8601, milliseconds since 1970, or a date. */
export type Moment = string | number | Date;

/** Forms in which a moment is written. Where a zone is not asked for, it is the reader's. */
const FORMS = {
  /** "22 Nov 2026, 14:05" */
  dateTime: { dateStyle: 'medium', timeStyle: 'short' },
  /** "22 November 2026 at 14:05:09 CET": with the zone, for tooltips and records. */
  exact: { dateStyle: 'long', timeStyle: 'long' },
  /** "22 Nov 2026" */
  day: { dateStyle: 'medium' },
  /** "09:05" */
  time: { timeStyle: 'short' },
  /** "22 Nov" */
  shortDay: { day: 'numeric', month: 'short' },
  /** "22 Nov, 14:05" */
  shortDateTime: {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  },
  /** "22 Nov 2026, 14:05", in which ends of a span share what is the same. */
  longDateTime: {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  },
  /** "Nov 2026" */
  month: { month: 'short', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** How a moment is written; see {@link Formats.date}. */
export type DateForm = keyof typeof FORMS;

/** How times, numbers and sizes are written in one language. Examples are of `en-GB`. */
export interface Formats {
  /** The language, as BCP 47 names it. */
  language: string;
  /** "22 Nov 2026, 14:05", or another form of it; `UTC` for days by which the backend sums up. */
  date: (at: Moment, form: DateForm, zone?: 'UTC') => string;
  /** Two moments; what both share is written once: "22 Nov, 14:05–15:05". */
  span: (
    span: { from: Moment; to: Moment },
    form: DateForm,
    zone?: 'UTC',
  ) => string;
  /** "5 minutes ago", "in 2 hours", "now". */
  relative: (at: Moment, now?: Date) => string;
  /** Milliseconds as "350 ms", "1.2 sec", "3 hrs 20 mins". */
  duration: (ms: number, options?: DurationOptions) => string;
  /** "12,345.7"; at most `digits` behind the point, default none. */
  number: (value: number, digits?: number) => string;
  /** A share of 1 as "99.95%"; only 1 itself is 100%. */
  percent: (share: number) => string;
  /** "812 bytes", "1.2 MB". */
  bytes: (count: number) => string;
}

/** The formats of a language, each made by `Intl`. */
export function createFormats(language: string): Formats {
  const dates = new Map<string, Intl.DateTimeFormat>();
  const dateFormat = (form: DateForm, timeZone?: 'UTC') => {
    const key = `${form} ${timeZone}`;
    const known =
      dates.get(key) ??
      new Intl.DateTimeFormat(language, { ...FORMS[form], timeZone });
    dates.set(key, known);
    return known;
  };
  return {
    language,
    date: (at, form, zone) => dateFormat(form, zone).format(new Date(at)),
    span: ({ from, to }, form, zone) =>
      dateFormat(form, zone).formatRange(new Date(from), new Date(to)),
    relative: (at, now) => relativeTime(new Date(at), language, now),
    duration: (ms, options) => duration(ms, language, options),
    number: (value, maximumFractionDigits = 0) =>
      new Intl.NumberFormat(language, { maximumFractionDigits }).format(value),
    percent: share => percent(share, language),
    bytes: count => byteSize(count, language),
  };
}
