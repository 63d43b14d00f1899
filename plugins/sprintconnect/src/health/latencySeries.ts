import type { HealthHistory } from '@sprintconnect/plugin-sprintconnect-common';

/** One place along the latency lines; `null` breaks the line. `at` in milliseconds since 1970. */
export interface LatencyPoint {
  at: number;
  p50: number | null;
  p95: number | null;
  /** Stands alone between two gaps, so that it needs a dot to be seen. */
  alone: boolean;
}

const STEP_MS = { hour: 3_600_000, day: 24 * 3_600_000 };

/** The points of a history as lines: broken where every probe failed and where nothing was probed. */
export function latencySeries(
  history: Pick<HealthHistory, 'points' | 'resolution'>,
): LatencyPoint[] {
  const { points, resolution } = history;
  const times = points.map(each => Date.parse(each.at));
  const step = resolution === 'raw' ? usualStep(times) : STEP_MS[resolution];
  const series: LatencyPoint[] = [];
  points.forEach((point, index) => {
    const at = times[index];
    if (index > 0 && at - times[index - 1] > 2.5 * step) {
      const between = times[index - 1] + step;
      series.push({ at: between, p50: null, p95: null, alone: false });
    }
    series.push({
      at,
      p50: point.p50Ms ?? null,
      p95: point.p95Ms ?? null,
      alone: false,
    });
  });
  return series.map((each, index) => ({
    ...each,
    alone:
      each.p50 !== null &&
      (series[index - 1]?.p50 ?? null) === null &&
      (series[index + 1]?.p50 ?? null) === null,
  }));
}

/** The median distance: probes are spread with jitter, and a gap must not count. */
function usualStep(times: number[]): number {
  const steps = times.slice(1).map((at, index) => at - times[index]);
  steps.sort((one, other) => one - other);
  return steps[Math.floor(steps.length / 2)] ?? 0;
}
