const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far back a history reaches: its bars, each of the same length, end with the one that is now. */
export interface HealthRange {
  bars: number;
  barMs: number;
  /** Bars begin where the clock does in UTC, as the hours and days of the history do. */
  alignMs: number;
}

export const healthRanges = {
  '1h': { bars: 60, barMs: MINUTE, alignMs: MINUTE },
  '24h': { bars: 24, barMs: HOUR, alignMs: HOUR },
  '7d': { bars: 56, barMs: 3 * HOUR, alignMs: HOUR },
  '30d': { bars: 30, barMs: DAY, alignMs: DAY },
  '13m': { bars: 56, barMs: 7 * DAY, alignMs: DAY },
} as const satisfies Record<string, HealthRange>;

export type HealthRangeName = keyof typeof healthRanges;
export const healthRangeNames = Object.keys(healthRanges) as HealthRangeName[];

/** From and to of a range in milliseconds; the last bar holds `now`. */
export function spanOf(
  range: HealthRange,
  now: number,
): { from: number; to: number } {
  const to = (Math.floor(now / range.alignMs) + 1) * range.alignMs;
  return { from: to - range.bars * range.barMs, to };
}
