/**
 * Latencies, sorted into buckets whose bounds grow by a constant factor (as in DDSketch, Masson et al., VLDB 2019):
 * bucket `i` holds what lies in (γ^(i-1), γ^i] milliseconds, with γ = (1 + α) / (1 - α) and α = 0.05. A quantile that is
 * read from it is off by at most 5 % of itself; what took up to 1 ms counts as 1 ms. 120 s lie in bucket 117, so that
 * the histogram of an hour is some ten numbers long. Histograms of any stretches add up to that of all of them.
 * Packed as bucket, count, bucket, count … by rising bucket: an answer reads hundreds of them.
 */
export type Histogram = readonly number[];

const ALPHA = 0.05;
const GAMMA = (1 + ALPHA) / (1 - ALPHA);
const LOG_GAMMA = Math.log(GAMMA);

/** Sorts latencies in milliseconds. */
export function histogramOf(latencies: Iterable<number>): Histogram {
  const counts: number[] = [];
  for (const latency of latencies) {
    const bucket = bucketOf(latency);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return packed(counts);
}

/** All of their latencies in one. */
export function mergeHistograms(parts: Iterable<Histogram>): Histogram {
  const counts: number[] = [];
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 2) {
      counts[part[at]] = (counts[part[at]] ?? 0) + part[at + 1];
    }
  }
  return packed(counts);
}

export function sizeOf(histogram: Histogram): number {
  let size = 0;
  for (let at = 1; at < histogram.length; at += 2) size += histogram[at];
  return size;
}

/** The smallest latency that at least `share` (0 to 1) of all do not exceed; undefined where there is none. */
export function quantileOf(
  histogram: Histogram,
  share: number,
): number | undefined {
  const rank = Math.max(1, Math.ceil(share * sizeOf(histogram)));
  let seen = 0;
  for (let at = 0; at < histogram.length; at += 2) {
    seen += histogram[at + 1];
    if (seen >= rank) return valueOf(histogram[at]);
  }
  return undefined;
}

/** As it is kept in a row. */
export function toText(histogram: Histogram): string {
  return JSON.stringify(histogram);
}

/** Reads what {@link toText} wrote. */
export function fromText(text: string): Histogram {
  return JSON.parse(text);
}

/** Counts by bucket, most of them absent, as pairs. `forEach` goes by rising bucket and leaves out what is absent. */
function packed(counts: readonly number[]): Histogram {
  const pairs: number[] = [];
  counts.forEach((count, bucket) => pairs.push(bucket, count));
  return pairs;
}

function bucketOf(latency: number): number {
  return latency <= 1 ? 0 : Math.ceil(Math.log(latency) / LOG_GAMMA);
}

/** The value that is off by the same share from both bounds of its bucket; one decimal, which costs below 100 ms little. */
function valueOf(bucket: number): number {
  const value = bucket === 0 ? 1 : (2 * GAMMA ** bucket) / (GAMMA + 1);
  return Math.round(value * 10) / 10;
}
