import type { JobHandler, JobLog, JobQueue, Prune, Slice, Tx } from '../ports';
import { enqueueJob } from './enqueueJob';
import { JobRunner, type JobRunnerOptions } from './JobRunner';
import { JobStore } from './JobStore';
import { pruneFinishedJobs } from './pruneFinishedJobs';

/** The worker of this process. */
export interface Worker {
  /** Adds handlers, one per kind; before `start`. */
  handle(handlers: readonly JobHandler[]): void;
  start(): void;
  /** Waits for running jobs, at most `deadlineMs` (default 3 000), then gives the rest back. */
  stop(options?: { deadlineMs?: number }): Promise<void>;
}

export interface Jobs extends Slice {
  queue: JobQueue;
  worker: Worker;
  log: JobLog;
  /** Forgets at most `limit` old jobs per final state; gives how many. */
  prunes: Prune[];
}

/** Jobs in the plugin's own database. */
export function createJobs(options: JobRunnerOptions): Jobs {
  const { database, clock } = options;
  const worker = new JobRunner(options);
  return {
    worker,
    queue: {
      async enqueue(tx, job) {
        const now = clock.now();
        const { dialect } = database;
        const jobId = await enqueueJob(tx, job, { now, dialect });
        if (!job.dueAt || job.dueAt <= now) {
          afterCommit(tx, () => worker.wake());
        }
        return { jobId };
      },
    },
    log: new JobStore(database),
    prunes: [limit => pruneFinishedJobs(options, limit)],
    role: 'worker',
    start: () => worker.start(),
    stop: () => worker.stop(),
  };
}

/** The worker of this process need not wait for its next poll; the workers of others find the job by theirs. */
function afterCommit(tx: Tx, act: () => void): void {
  tx.executionPromise.then(act, () => {});
}
