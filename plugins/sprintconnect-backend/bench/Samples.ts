const BATCHES = 5;

/** The smallest value that at least `share` (0 to 1) of all values do not exceed. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** Durations of one repeated operation, in milliseconds. */
export class Samples {
  readonly #values: number[];

  /** Of durations that were measured already, in their order; or of none yet. */
  constructor(values: readonly number[] = []) {
    this.#values = [...values];
  }

  async time<T>(work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const result = await work();
    this.#values.push(performance.now() - started);
    return result;
  }

  /**
   * The quantile of each fifth of the run, and of these the median: what another process does to a part of the run does
   * not decide, and what is slow throughout does.
   */
  quantile(share: number): number {
    const size = Math.ceil(this.#values.length / BATCHES);
    const quantiles = Array.from({ length: BATCHES }, (_, batch) =>
      quantileOf(this.#values.slice(batch * size, (batch + 1) * size), share),
    );
    return quantileOf(quantiles, 0.5);
  }
}
