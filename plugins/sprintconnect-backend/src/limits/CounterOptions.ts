/** One quota: `points` in each window of `seconds`. */
export interface CounterOptions {
  /** Keeps the counts of one quota apart from those of another. */
  name: string;
  points: number;
  seconds: number;
}
