import type { HealthRangeName } from './ranges';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Round moments along the axis of a range: every tenth minute, every third hour, every midnight (of the reader, or of UTC where days are
 * told in UTC), or every first of a month.
 */
export function axisTicks(
  span: { from: number; to: number },
  range: HealthRangeName,
): number[] {
  const step = range === '1h' ? 10 * MINUTE : HOUR;
  const first = Math.ceil(span.from / step) * step;
  const steps = Math.max(0, Math.floor((span.to - first) / step) + 1);
  return Array.from(
    { length: steps },
    (_, index) => first + index * step,
  ).filter(at => isRound(new Date(at), range));
}

function isRound(at: Date, range: HealthRangeName): boolean {
  switch (range) {
    case '1h':
      return true;
    case '24h':
      return at.getHours() % 3 === 0;
    case '7d':
      return at.getHours() === 0;
    case '30d':
      return at.getUTCHours() === 0;
    default:
      return at.getUTCHours() === 0 && at.getUTCDate() === 1;
  }
}
