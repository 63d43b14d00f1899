import type { HealthPoint } from '@sprintconnect/plugin-sprintconnect-common';
import type { HealthSample } from './HistoryStore';
import { mergeHistograms, quantileOf } from './Histogram';

/** Samples as points of one length each, oldest first. Pure. */
export function pointsOf(
  samples: readonly HealthSample[],
  lengthMs: number,
): HealthPoint[] {
  const groups = new Map<number, HealthSample[]>();
  for (const sample of samples) {
    const at = Math.floor(sample.at.getTime() / lengthMs) * lengthMs;
    const mine = groups.get(at);
    if (mine) mine.push(sample);
    else groups.set(at, [sample]);
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([at, mine]) => pointOf(new Date(at), mine));
}

function pointOf(at: Date, samples: readonly HealthSample[]): HealthPoint {
  const latencies =
    samples.length === 1
      ? samples[0].latencies
      : mergeHistograms(samples.map(each => each.latencies));
  const p50Ms = quantileOf(latencies, 0.5);
  return {
    at: at.toISOString(),
    probes: samples.reduce((sum, each) => sum + each.probes, 0),
    failures: samples.reduce((sum, each) => sum + each.failures, 0),
    ...(p50Ms !== undefined && { p50Ms, p95Ms: quantileOf(latencies, 0.95) }),
  };
}
