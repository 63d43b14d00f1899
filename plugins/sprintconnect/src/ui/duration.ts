const UNITS = [
  { unit: 'day', ms: 24 * 3_600_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1000 },
] as const;

/** How long, in the largest units that matter, such as "3 hr 12 min". Never less than a second. */
export function duration(span: {
  ms: number;
  language: string;
  /** How many units to tell; default 2. */
  units?: number;
}): string {
  const { language, units = 2 } = span;
  let left = Math.max(span.ms, 1000);
  const first = UNITS.findIndex(({ ms }) => left >= ms);
  const parts = UNITS.slice(first, first + units).flatMap(({ unit, ms }) => {
    const count = Math.floor(left / ms);
    left -= count * ms;
    if (count === 0) return [];
    const format = new Intl.NumberFormat(language, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
    });
    return [format.format(count)];
  });
  return new Intl.ListFormat(language, {
    type: 'unit',
    style: 'narrow',
  }).format(parts);
}
