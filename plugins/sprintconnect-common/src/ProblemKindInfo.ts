/** What a kind of problem is. @public */
export interface ProblemKindInfo {
  /** The HTTP status that it is always answered with. */
  readonly status: number;
  /** What happened, in one line. */
  readonly meaning: string;
  /** What whoever asked can do, in one line. */
  readonly remedy: string;
}
