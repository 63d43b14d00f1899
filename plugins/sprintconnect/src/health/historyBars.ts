import type {
  HealthHistory,
  Incident,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { HealthRange } from './ranges';

/** What happened in one stretch of time. Times in milliseconds since 1970. */
export interface HistoryBar {
  from: number;
  to: number;
  probes: number;
  failures: number;
  /** Share of good probes; absent where nothing was probed. */
  uptime?: number;
  /** Mean of the medians, each weighed by its good probes. */
  p50Ms?: number;
  /** The highest. */
  p95Ms?: number;
  /** Those that lasted at some time within it. */
  incidents: Incident[];
}

/** Sums the points of a history up into the bars of a range, oldest first. */
export function historyBars(
  history: Pick<HealthHistory, 'points' | 'incidents'>,
  range: HealthRange,
  span: { from: number; to: number },
): HistoryBar[] {
  const bars: HistoryBar[] = Array.from({ length: range.bars }, (_, index) => {
    const from = span.from + index * range.barMs;
    const to = from + range.barMs;
    return {
      from,
      to,
      probes: 0,
      failures: 0,
      incidents: history.incidents.filter(each => touches(each, from, to)),
    };
  });
  const weighed = bars.map(() => ({ sum: 0, good: 0 }));
  for (const point of history.points) {
    const index = Math.floor((Date.parse(point.at) - span.from) / range.barMs);
    const bar = bars[index];
    if (!bar) continue;
    bar.probes += point.probes;
    bar.failures += point.failures;
    if (point.p50Ms !== undefined) {
      const good = Math.max(point.probes - point.failures, 1);
      weighed[index].sum += point.p50Ms * good;
      weighed[index].good += good;
    }
    if (point.p95Ms !== undefined) {
      bar.p95Ms = Math.max(bar.p95Ms ?? 0, point.p95Ms);
    }
  }
  return bars.map((bar, index) => {
    const { sum, good } = weighed[index];
    return {
      ...bar,
      uptime:
        bar.probes > 0 ? (bar.probes - bar.failures) / bar.probes : undefined,
      p50Ms: good > 0 ? sum / good : undefined,
    };
  });
}

function touches(incident: Incident, from: number, to: number): boolean {
  const ended = incident.endedAt ? Date.parse(incident.endedAt) : Infinity;
  return Date.parse(incident.startedAt) < to && ended > from;
}
