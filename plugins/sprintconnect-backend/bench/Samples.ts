/** Durations of one repeated operation, in milliseconds. */
export class Samples {
  readonly #values: number[] = [];

  async time<T>(work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const result = await work();
    this.#values.push(performance.now() - started);
    return result;
  }

  get count() {
    return this.#values.length;
  }

  /** The smallest value that at least `share` (0 to 1) of all values do not exceed. */
  quantile(share: number): number {
    const sorted = [...this.#values].sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  }
}
