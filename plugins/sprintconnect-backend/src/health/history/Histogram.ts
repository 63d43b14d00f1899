/**
 * Latencies, sorted into buckets whose bounds grow by a constant factor (as in DDSketch, Masson et al., VLDB 2019):
 * bucket `i` holds what lies in (γ^(i-1), γ^i] milliseconds, with γ = (1 + α) / (1 - α) and α = 0.05. A quantile that is
 * read from it is off by at most 5 % of itself; what took up to 1 ms counts as 1 ms. 120 s lie in bucket 117, so that
 * the histogram of an hour is some ten numbers long. Histograms of any stretches add up to that of all of them.
 */
export type Histogram = ReadonlyMap<number, number>;

const ALPHA = 0.05;
const GAMMA = (1 + ALPHA) / (1 - ALPHA);
const LOG_GAMMA = Math.log(GAMMA);

export const emptyHistogram: Histogram = new Map();

/** Sorts latencies in milliseconds. */
export function histogramOf(latencies: Iterable<number>): Histogram {
  const counts = new Map<number, number>();
  for (const latency of latencies) add(counts, bucketOf(latency), 1);
  return counts;
}

/** All of their latencies in one. */
export function mergeHistograms(parts: Iterable<Histogram>): Histogram {
  const counts = new Map<number, number>();
  for (const part of parts) {
    for (const [bucket, count] of part) add(counts, bucket, count);
  }
  return counts;
}

export function sizeOf(histogram: Histogram): number {
  let size = 0;
  for (const count of histogram.values()) size += count;
  return size;
}

/** The smallest latency that at least `share` (0 to 1) of all do not exceed; undefined where there is none. */
export function quantileOf(
  histogram: Histogram,
  share: number,
): number | undefined {
  const rank = Math.max(1, Math.ceil(share * sizeOf(histogram)));
  let seen = 0;
  for (const bucket of [...histogram.keys()].sort((a, b) => a - b)) {
    seen += histogram.get(bucket) ?? 0;
    if (seen >= rank) return valueOf(bucket);
  }
  return undefined;
}

/** As it is kept in a row: bucket, count, bucket, count … by rising bucket. */
export function toCounts(histogram: Histogram): number[] {
  return [...histogram.entries()].sort(([a], [b]) => a - b).flat();
}

/** Reads what {@link toCounts} wrote. */
export function fromCounts(counts: readonly number[]): Histogram {
  const histogram = new Map<number, number>();
  for (let index = 0; index < counts.length; index += 2) {
    histogram.set(counts[index], counts[index + 1]);
  }
  return histogram;
}

function add(counts: Map<number, number>, bucket: number, count: number) {
  counts.set(bucket, (counts.get(bucket) ?? 0) + count);
}

function bucketOf(latency: number): number {
  return latency <= 1 ? 0 : Math.ceil(Math.log(latency) / LOG_GAMMA);
}

/** The value that is off by the same share from both bounds of its bucket; one decimal, which costs below 100 ms little. */
function valueOf(bucket: number): number {
  const value = bucket === 0 ? 1 : (2 * GAMMA ** bucket) / (GAMMA + 1);
  return Math.round(value * 10) / 10;
}
