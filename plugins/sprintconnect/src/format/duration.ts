const UNITS = [
  { unit: 'day', ms: 24 * 3_600_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1000 },
] as const;

type Unit = (typeof UNITS)[number]['unit'] | 'millisecond';

/** What is told of a length of time. */
export interface DurationOptions {
  /** How many units at most; default 2. */
  units?: number;
  /** Whole seconds and never less than one: for what goes on while it is read. */
  whole?: boolean;
}

/**
 * A length of time with its unit: "350 ms", "1.2 sec" below a minute, from there the largest units that matter, such as
 * "3 hr 12 min".
 */
export function duration(
  ms: number,
  language: string,
  { units = 2, whole }: DurationOptions = {},
): string {
  const count = unitFormat(language);
  let left = whole ? Math.max(ms, 1000) : ms;
  if (left < 999.5) return count(Math.round(left), 'millisecond');
  if (left < 59_950 && !whole) {
    return count(left / 1000, 'second', left < 9_995 ? 2 : 1);
  }
  // 59.96 s is a minute, not "60 sec".
  if (!whole) left = Math.max(Math.round(left / 1000) * 1000, 60_000);
  const first = UNITS.findIndex(each => left >= each.ms);
  const parts = UNITS.slice(first, first + units).flatMap(each => {
    const full = Math.floor(left / each.ms);
    left -= full * each.ms;
    return full === 0 ? [] : [count(full, each.unit)];
  });
  return new Intl.ListFormat(language, {
    type: 'unit',
    style: 'narrow',
  }).format(parts);
}

function unitFormat(language: string) {
  return (value: number, unit: Unit, maximumFractionDigits = 0) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits,
    }).format(value);
}
