import type { Database, RunningJob } from '../ports';
import type { ClaimedJob } from './claimDueJobs';

const INTERVAL_MS = 500;

type Progress = Parameters<RunningJob['progress']>[0];

/**
 * Writes the progress of one attempt at most twice a second, so that handlers may report each step. An attempt that is
 * over before that writes none: nobody would see it.
 */
export class ProgressReporter {
  readonly #database: Database;
  readonly #job: ClaimedJob;
  #last?: Progress;
  #timer?: NodeJS.Timeout;
  #writtenAt = performance.now();

  constructor(database: Database, job: ClaimedJob) {
    this.#database = database;
    this.#job = job;
  }

  report(progress: Progress): void {
    this.#last = progress;
    this.#timer ??= setTimeout(
      () => void this.#write(),
      Math.max(0, this.#writtenAt + INTERVAL_MS - performance.now()),
    );
  }

  /** Stops writing; gives the last progress, for the caller to write with the end of the job. */
  end(): Progress | undefined {
    clearTimeout(this.#timer);
    this.report = () => {};
    return this.#last;
  }

  async #write(): Promise<void> {
    const { id, ticket } = this.#job;
    this.#writtenAt = performance.now();
    this.#timer = undefined;
    try {
      await this.#database.transaction(tx =>
        tx('jobs')
          .where({ id, ticket })
          .update({ progress: this.#database.dialect.toJson(this.#last) }),
      );
    } catch {
      // The next report or the end of the job writes it; showing progress is not worth failing the work.
    }
  }
}
