import type { DateForm, Formats } from '../format';
import type { HealthRangeName } from './ranges';

interface Shown {
  range: HealthRangeName;
  formats: Pick<Formats, 'date' | 'span'>;
}

/** How the moments of a range are told: on its axis, and in full. */
interface RangeForms {
  tick: DateForm;
  moment: DateForm;
  zone?: 'UTC';
}

/** Hours are told in the reader's time zone. Days are those of UTC, by which the history is summed up. */
const forms: Record<HealthRangeName, RangeForms> = {
  '1h': { tick: 'time', moment: 'dateTime' },
  '24h': { tick: 'time', moment: 'dateTime' },
  '7d': { tick: 'shortDay', moment: 'dateTime' },
  '30d': { tick: 'shortDay', moment: 'day', zone: 'UTC' },
  '13m': { tick: 'month', moment: 'day', zone: 'UTC' },
};

/** A moment on an axis, as short as its range allows. */
export function tickLabel(at: number, { range, formats }: Shown): string {
  const { tick, zone } = forms[range];
  return formats.date(at, tick, zone);
}

/** A moment in full. */
export function momentLabel(at: number, { range, formats }: Shown): string {
  const { moment, zone } = forms[range];
  return formats.date(at, moment, zone);
}

/** A stretch of time; what both ends share is said once. */
export function spanLabel(
  { from, to }: { from: number; to: number },
  { range, formats }: Shown,
): string {
  const { moment, zone } = forms[range];
  // A day ends when the next begins, but is not told as the next.
  return formats.span({ from, to: to - 1 }, moment, zone);
}
