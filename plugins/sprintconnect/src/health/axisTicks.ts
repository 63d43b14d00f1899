import type { HealthRangeName } from './ranges';

const HOUR = 3_600_000;

/**
 * Round moments along the axis of a range: every third hour, every midnight (of the reader, or of UTC where days are
 * told in UTC), or every first of a month.
 */
export function axisTicks(
  span: { from: number; to: number },
  range: HealthRangeName,
): number[] {
  const first = Math.ceil(span.from / HOUR) * HOUR;
  const hours = Math.max(0, Math.floor((span.to - first) / HOUR) + 1);
  return Array.from(
    { length: hours },
    (_, index) => first + index * HOUR,
  ).filter(at => isRound(new Date(at), range));
}

function isRound(at: Date, range: HealthRangeName): boolean {
  switch (range) {
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
