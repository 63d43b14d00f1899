import { Rounds } from '../pace';
import { DatabaseUnavailableError } from '../ports';
import type { HealthDeps } from './state/HealthDeps';
import { PROBE_BATCH_JOB, type ProbeBatch } from './state/HealthDeps';
import { reconcileWatched } from './reconcileWatched';

/** A job covers so much time: short enough to spread the work over workers, long enough that jobs stay few. */
const SLICE_MS = 5_000;
/** Jobs are made at least so much ahead of their slice, so that a worker that polls has them in time. */
const LEAD_MS = 1_000;
const RECONCILE_MS = 30_000;
/** More probes than this in a slice become several jobs, which several workers take. */
const JOB_PROBES = 2_000;
const JOBS_MAX = 8;
/** What is overdue is caught up with at this multiple of the even rate; at least so many probes a second. */
const CATCH_UP = 1.25;
const RATE_MIN = 5;

/**
 * Turns time into jobs. Slices of time are the same for all, so that any number of instances may run it: a slice has one
 * live job of each number, and a job that comes after its slice does nothing.
 */
export class HealthSchedule {
  readonly #deps: HealthDeps;
  readonly #looks: Rounds;
  #reconciledAt = -Infinity;
  /** The first slice, counted since 1970, that has no jobs yet. */
  #nextSlice = -Infinity;
  /** Probes a second that the servers of an organisation ask for. */
  #rates = new Map<string, number>();

  /** Looks once a slice. Only tests look more often. */
  constructor(deps: HealthDeps, everyMs = SLICE_MS) {
    this.#deps = deps;
    this.#looks = new Rounds({
      work: signal => this.look(signal),
      onError: error => {
        if (error instanceof DatabaseUnavailableError) return;
        deps.logger.warn('Could not schedule probes', error as Error);
      },
      everyMs,
    });
  }

  start(): void {
    this.#looks.start();
  }

  /** Waits for the look in hand. */
  stop(): Promise<void> {
    return this.#looks.stop();
  }

  /** One look: now and then at which servers there are, and always at what comes due in the slices that are near. */
  async look(signal?: AbortSignal): Promise<void> {
    const { clock, organisations, states } = this.#deps;
    const now = clock.now();
    const sinceMs = now.getTime() - this.#reconciledAt;
    // The time of day may be put back: then what was planned for later must not wait for it to pass again.
    if (sinceMs >= RECONCILE_MS || sinceMs < 0) {
      this.#rates = await reconcileWatched(this.#deps, signal);
      this.#reconciledAt = now.getTime();
    }
    const current = Math.floor(now.getTime() / SLICE_MS);
    const last = Math.floor((now.getTime() + SLICE_MS + LEAD_MS) / SLICE_MS);
    const isAhead = this.#nextSlice > last + 1;
    const next = isAhead ? current : Math.max(current, this.#nextSlice);
    for (let slice = next; slice <= last; slice++) {
      const before = new Date((slice + 1) * SLICE_MS);
      const due = await states.orgsWithDue(before);
      const gone = await organisations.gone(due);
      await this.#enqueue(
        due.filter(orgId => !gone.has(orgId)),
        slice,
      );
      this.#nextSlice = slice + 1;
    }
  }

  async #enqueue(orgIds: readonly string[], slice: number): Promise<void> {
    const { database, jobs } = this.#deps;
    if (orgIds.length === 0) return;
    await database.transaction(async tx => {
      for (const orgId of orgIds) {
        const even = (this.#rates.get(orgId) ?? 0) * CATCH_UP;
        const rate = Math.max(RATE_MIN, even);
        const asked = (rate * SLICE_MS) / 1000 / JOB_PROBES;
        const count = Math.min(JOBS_MAX, Math.ceil(asked));
        const batch: ProbeBatch = {
          from: new Date(slice * SLICE_MS).toISOString(),
          until: new Date((slice + 1) * SLICE_MS).toISOString(),
          perSecond: Math.ceil(rate / count),
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
