import { type Problem, problemKindOf } from './problem';
import type { ProblemKind } from './problemKinds';

/**
 * A request that SprintConnect refused or failed, with the problem it answered (RFC 9457). `message` is fit
 * to be shown to people; `problem.errors` names each fault of an invalid body by its JSON path.
 *
 * @public
 */
export class SprintConnectError extends Error {
  /** By which it is told from other errors, also across copies of this package. */
  override readonly name = 'SprintConnectError';
  /** What the server answered. */
  readonly problem: Problem;

  constructor(problem: Problem, options?: { cause?: unknown }) {
    super(problem.detail || problem.title, options);
    this.problem = problem;
  }

  /** The HTTP status; 502 where the answer itself could not be understood. */
  get status(): number {
    return this.problem.status;
  }

  /** Which refusal it is, to be compared or switched over; undefined where the status says all, or a newer server says more. */
  get kind(): ProblemKind | undefined {
    return problemKindOf(this.problem.type);
  }
}
