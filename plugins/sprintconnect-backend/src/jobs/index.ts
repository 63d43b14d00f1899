/**
 * Durable background work in the plugin's own database.
 *
 * Owns the table `jobs`, and the event `job.dead`.
 *
 * Promises: a job exists if and only if the transaction that enqueued it commits. At most one live job has a given
 * organisation, kind and key. A claim is a lease with a ticket: a worker may be killed at any moment, and its
 * jobs run elsewhere once their leases lapse; a worker that was thought dead cannot settle what others took over.
 * Failed attempts are repeated with exponential backoff and full jitter until they are used up; then the job is
 * dead, keeps its error, and is announced. A job enqueued in this process starts at once, one enqueued elsewhere
 * within the poll interval.
 *
 * Never does: promise that a job runs only once (handlers are idempotent), nor order between jobs.
 *
 * How it fails: an enqueue fails with its transaction. A worker that cannot reach the database logs it and keeps
 * trying; an attempt whose lease lapses meanwhile is broken off.
 */
export { createJobs, type Jobs } from './createJobs';
export { jobSettingsSchema } from './JobSettings';
