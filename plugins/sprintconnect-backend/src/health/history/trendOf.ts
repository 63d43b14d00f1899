import type { ServerHealth } from '@sprintconnect/plugin-sprintconnect-common';

/** One hour of history. */
export interface TrendPoint {
  at: Date;
  probes: number;
  failures: number;
  /** Median of the good probes; undefined where there is none. */
  p50Ms?: number;
}

type Trend = NonNullable<ServerHealth['trend']>;

const HOUR_MS = 3_600_000;
/** Fewer hours say nothing of a direction. */
const HOURS_MIN = 6;
/** A rise or fall of the failure rate over the span that is worth a word: 2 of 100 probes. */
const FAILURE_RATE_CHANGE = 0.02;
/** The same of latency: a quarter of its mean, but at least this much. */
const LATENCY_CHANGE = 0.25;
const LATENCY_CHANGE_MS = 10;
/** Share of the variance that the line must explain; below that it is noise with a slope. */
const FIT_MIN = 0.3;

/**
 * Where latency and failures are going: the slope of a least squares line over the hours, oldest first. Undefined with
 * less than 6 hours that have probes. Pure.
 *
 * @remarks
 *
 * It is `worsening` or `improving` when the line explains at least 30 % of the variance and, over the span of the
 * hours, moves the failure rate by at least 2 percentage points, or else the median latency by at least 25 % of its mean
 * and 10 ms. Failures come first: a server that answers its last request fast is not better for it.
 */
export function trendOf(points: readonly TrendPoint[]): Trend | undefined {
  const probed = points.filter(point => point.probes > 0);
  if (probed.length < HOURS_MIN) return undefined;
  const failures = lineThrough(
    probed.map(({ at, probes, failures: failed }) => ({
      x: at.getTime() / HOUR_MS,
      y: failed / probes,
    })),
  );
  const latency = lineThrough(
    probed.flatMap(({ at, p50Ms }) =>
      p50Ms === undefined ? [] : [{ x: at.getTime() / HOUR_MS, y: p50Ms }],
    ),
  );
  return {
    ...directionOf(failures, latency),
    latencyMsPerHour: round(latency.slope, 2),
    failureRatePerHour: round(failures.slope, 5),
  };
}

function directionOf(
  failures: Line,
  latency: Line,
): Pick<Trend, 'direction' | 'reason'> {
  const over = `over ${Math.round(failures.span) + 1} hours`;
  if (isClear(failures, FAILURE_RATE_CHANGE)) {
    const points = round(Math.abs(failures.slope * failures.span) * 100, 1);
    return failures.slope > 0
      ? {
          direction: 'worsening',
          reason: `Failures are up ${points} percentage points ${over}.`,
        }
      : {
          direction: 'improving',
          reason: `Failures are down ${points} percentage points ${over}.`,
        };
  }
  const worthAWord = Math.max(LATENCY_CHANGE_MS, LATENCY_CHANGE * latency.mean);
  if (isClear(latency, worthAWord)) {
    const ms = Math.round(Math.abs(latency.slope * latency.span));
    return latency.slope > 0
      ? {
          direction: 'worsening',
          reason: `Latency is up ${ms} ms ${over}.`,
        }
      : {
          direction: 'improving',
          reason: `Latency is down ${ms} ms ${over}.`,
        };
  }
  return {
    direction: 'steady',
    reason: `No clear change in failures or latency ${over}.`,
  };
}

function isClear(line: Line, change: number): boolean {
  return Math.abs(line.slope * line.span) >= change && line.fit >= FIT_MIN;
}

interface Line {
  slope: number;
  mean: number;
  /** From the first to the last x. */
  span: number;
  /** Share of the variance that it explains, 0 to 1. */
  fit: number;
}

function lineThrough(points: readonly { x: number; y: number }[]): Line {
  if (points.length < HOURS_MIN) return { slope: 0, mean: 0, span: 0, fit: 0 };
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const { x, y } of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  const slope = xx === 0 ? 0 : xy / xx;
  return {
    slope,
    mean: meanY,
    span: points[points.length - 1].x - points[0].x,
    fit: yy === 0 ? 0 : (slope * xy) / yy,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function round(value: number, decimals: number): number {
  const rounded = Number(value.toFixed(decimals));
  return rounded === 0 ? 0 : rounded;
}
