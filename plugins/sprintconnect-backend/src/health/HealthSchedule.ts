import type { HealthDeps } from './HealthDeps';
import { PROBE_BATCH_JOB, type ProbeBatch } from './HealthDeps';
import { reconcileWatched } from './reconcileWatched';

/** A job covers so much time: short enough to spread the work over workers, long enough that jobs stay few. */
const SLICE_MS = 5_000;
/** Jobs are made so much ahead of their slice, so that a worker that polls has them in time. */
const LEAD_MS = 1_000;
const RECONCILE_MS = 30_000;
/** More due servers than this in a slice become several jobs, which several workers take. */
const JOB_SERVERS = 2_000;
const JOBS_MAX = 8;
/** What is overdue is caught up with at this multiple of the even rate; at least so many probes a second. */
const CATCH_UP = 1.25;
const RATE_MIN = 5;

/**
 * Turns time into jobs. Any number of instances may run it: a slice has one live job of each number, and of two
 * jobs for one slice the later finds nothing left to claim.
 */
export class HealthSchedule {
  readonly #deps: HealthDeps;
  readonly #stopping = new AbortController();
  #running?: Promise<void>;
  #reconciledAt = -Infinity;
  /** Probes a second that the servers of an organisation ask for. */
  #rates = new Map<string, number>();

  constructor(deps: HealthDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const { logger, pause } = this.#deps;
    while (!signal.aborted) {
      await this.look().catch((error: Error) =>
        logger.warn('Could not schedule probes', error),
      );
      await pause(SLICE_MS, signal);
    }
  }

  /** One look: now and then at which servers there are, and always at what comes due until the next. */
  async look(): Promise<void> {
    const { clock, states } = this.#deps;
    const now = clock.now();
    if (now.getTime() - this.#reconciledAt >= RECONCILE_MS) {
      this.#rates = await reconcileWatched(this.#deps, this.#stopping.signal);
      this.#reconciledAt = now.getTime();
    }
    const until = new Date(now.getTime() + SLICE_MS + LEAD_MS);
    const due = await states.countDue({ now, before: until });
    await this.#enqueue(due, until);
  }

  async #enqueue(
    organisations: readonly { orgId: string; due: number }[],
    until: Date,
  ): Promise<void> {
    const { database, jobs } = this.#deps;
    if (organisations.length === 0) return;
    const slice = Math.floor(until.getTime() / SLICE_MS);
    await database.transaction(async tx => {
      for (const { orgId, due } of organisations) {
        const count = Math.min(JOBS_MAX, Math.ceil(due / JOB_SERVERS));
        const rate = (this.#rates.get(orgId) ?? 0) * CATCH_UP;
        const batch: ProbeBatch = {
          until: until.toISOString(),
          perSecond: Math.ceil(Math.max(RATE_MIN, rate) / count),
        };
        for (let number = 0; number < count; number++) {
          await jobs.enqueue(tx, {
            kind: PROBE_BATCH_JOB,
            orgId,
            key: `${slice}:${number}`,
            payload: { ...batch },
          });
        }
      }
    });
  }
}
