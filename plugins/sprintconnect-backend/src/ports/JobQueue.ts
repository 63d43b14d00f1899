import type { Tx } from './Database';

export interface NewJob {
  kind: string;
  orgId: string;
  /** Ids and small values only, never secrets. */
  payload: Record<string, unknown>;
  /**
   * Unique among the live (queued or running) jobs of a kind and organisation. A second enqueue with a live key
   * gives the id of the first job, and pulls a queued one forward when its own due time is earlier.
   */
  key?: string;
  /** Default: now. */
  dueAt?: Date;
}

/** Durable background work. The job exists if and only if the caller's transaction commits. */
export interface JobQueue {
  enqueue(tx: Tx, job: NewJob): Promise<{ jobId: string }>;
}

/** What a handler sees of the job it runs. */
export interface RunningJob {
  readonly id: string;
  readonly kind: string;
  readonly orgId: string;
  readonly payload: Record<string, unknown>;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborted when the worker stops, the time limit passes or the claim is lost. */
  readonly signal: AbortSignal;
  /** Shows how far the work is; cheap to call often. */
  progress(progress: { done: number; total?: number; message?: string }): void;
}

/**
 * Does one kind of job. It may run more than once for the same job, so it must be idempotent.
 * What it returns is kept as the job's result. A thrown {@link FinalJobError} ends the job as `failed`;
 * any other error asks for another attempt.
 */
export interface JobHandler {
  readonly kind: string;
  /** How many run at once in one worker process. Default 1. */
  readonly concurrency?: number;
  /** Attempts before the job is dead. Default 5. */
  readonly attemptsMax?: number;
  /** Time limit of one attempt. Default 60 000. */
  readonly timeoutMs?: number;
  /** Nobody asks for a job of this kind that went well, so that none is kept. Default: kept for a week. */
  readonly isRoutine?: boolean;
  run(job: RunningJob): Promise<Record<string, unknown> | void>;
}

/** An answer of no that another attempt would not change. The message is shown to people. */
export class FinalJobError extends Error {
  override readonly name = 'FinalJobError';
}
