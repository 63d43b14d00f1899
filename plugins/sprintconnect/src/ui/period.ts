const HOUR_MS = 3600 * 1000;
const LENGTHS = {
  h1: HOUR_MS,
  h24: 24 * HOUR_MS,
  d7: 7 * 24 * HOUR_MS,
  d30: 30 * 24 * HOUR_MS,
} as const;

/** A time that ends now. */
type Period = keyof typeof LENGTHS;

export const periods = Object.keys(LENGTHS) as Period[];

/** The time that a list is narrowed to. `from` and `to` come from a link; choosing a period takes their place. */
export interface PeriodFilters {
  period?: Period;
  from?: string;
  to?: string;
}

/** Choices that there are not are as good as absent: an address may be old or typed by hand. */
export function readPeriod(params: URLSearchParams): PeriodFilters {
  return {
    period: periods.find(each => each === params.get('period')),
    from: params.get('from') || undefined,
    to: params.get('to') || undefined,
  };
}

/** What a route is asked for, as of `now`. */
export function boundsOf(
  { period, from, to }: PeriodFilters,
  now: Date,
): { from?: string; to?: string } {
  return period
    ? { from: new Date(now.getTime() - LENGTHS[period]).toISOString() }
    : { from, to };
}
