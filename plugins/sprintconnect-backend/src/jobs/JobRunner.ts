import type { LoggerService } from '@backstage/backend-plugin-api';
import { Rounds } from '../pace';
import {
  type Clock,
  type Database,
  DatabaseUnavailableError,
  type JobHandler,
  type Outbox,
} from '../ports';
import { claimDueJobs, type ClaimedJob } from './claimDueJobs';
import { decideSettlement, type Outcome } from './decideSettlement';
import { extendLeases } from './extendLeases';
import { ProgressReporter } from './ProgressReporter';
import { reclaimLapsedJobs } from './reclaimLapsedJobs';
import { runAttempt, type Attempt } from './runAttempt';
import { settleJob } from './settleJob';

const ATTEMPTS_MAX = 5;
/** Short, because a job that is broken off begins again: whoever stops the backend waits for it. */
const STOP_DEADLINE_MS = 3_000;

export interface JobRunnerOptions {
  database: Database;
  outbox: Outbox;
  clock: Clock;
  logger: LoggerService;
  /** How often to look for work that nobody announced. */
  pollIntervalMs: number;
  /** How long a claim lives without a sign of life. */
  leaseMs: number;
}

interface Running {
  job: ClaimedJob;
  attempt: Attempt;
  leaseUntil: Date;
  settled: Promise<void>;
}

/** One worker: claims due jobs of the kinds it has handlers for, runs them, and settles them. */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #handlers = new Map<string, JobHandler>();
  readonly #running = new Map<string, Running>();
  readonly #looks: Rounds;
  #state: 'idle' | 'started' | 'stopping' = 'idle';
  #heartbeat?: NodeJS.Timeout;
  #reclaimedAt = -Infinity;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
    this.#looks = new Rounds({
      work: signal => this.#look(signal),
      onError: error => this.#tell("Couldn't claim jobs; trying again", error),
      everyMs: options.pollIntervalMs,
    });
  }

  /** Adds handlers, one per kind. */
  handle(handlers: readonly JobHandler[]): void {
    for (const handler of handlers) {
      if (this.#handlers.has(handler.kind)) {
        throw new Error(`Two handlers for jobs of kind ${handler.kind}`);
      }
      this.#handlers.set(handler.kind, handler);
    }
  }

  start(): void {
    if (this.#state === 'idle' && this.#handlers.size) {
      this.#state = 'started';
      // Not rounds: a sign of life that is slow must not hold up the next one.
      this.#heartbeat = setInterval(
        () => void this.#showLife(),
        this.#options.leaseMs / 3,
      );
      this.#looks.start();
    }
  }

  /** Looks for work soon. Cheap to call often; a call during a look makes one more look. */
  wake(): void {
    this.#looks.wake();
  }

  /**
   * Claims nothing more, waits for the running jobs until the deadline, then breaks the rest off and gives
   * their claims back, so that another worker may start them at once.
   */
  async stop({ deadlineMs = STOP_DEADLINE_MS } = {}): Promise<void> {
    this.#state = 'stopping';
    await this.#looks.stop();
    const running = [...this.#running.values()];
    const settled = Promise.all(running.map(each => each.settled));
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise(resolve => {
      timer = setTimeout(resolve, deadlineMs);
    });
    await Promise.race([settled, deadline]);
    clearTimeout(timer);
    for (const { attempt } of this.#running.values()) {
      attempt.breakOff('stopped');
    }
    await settled;
    clearInterval(this.#heartbeat);
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { database, clock, leaseMs } = this.#options;
    await this.#reclaimNowAndThen();
    const slots = this.#freeSlots();
    if (!slots.size || signal.aborted) return;
    const claim = { slots, now: clock.now(), leaseMs };
    for (const job of await claimDueJobs(database, claim)) {
      this.#start(job, this.#leaseEnd(claim.now));
    }
  }

  async #reclaimNowAndThen(): Promise<void> {
    const now = performance.now();
    if (now - this.#reclaimedAt < this.#options.pollIntervalMs) return;
    this.#reclaimedAt = now;
    const attemptsMax = new Map(
      [...this.#handlers].map(([kind, handler]) => [
        kind,
        handler.attemptsMax ?? ATTEMPTS_MAX,
      ]),
    );
    const count = await reclaimLapsedJobs(this.#options, attemptsMax);
    if (count) {
      this.#options.logger.warn(
        `Took ${count} jobs back from workers that stopped responding`,
      );
    }
  }

  #freeSlots(): Map<string, number> {
    const slots = new Map<string, number>();
    for (const [kind, { concurrency = 1 }] of this.#handlers) {
      slots.set(kind, concurrency);
    }
    for (const { job } of this.#running.values()) {
      slots.set(job.kind, slots.get(job.kind)! - 1);
    }
    return new Map([...slots].filter(([, free]) => free > 0));
  }

  #start(job: ClaimedJob, leaseUntil: Date): void {
    const handler = this.#handlers.get(job.kind)!;
    const progress = new ProgressReporter(this.#options.database, job);
    const attempt = runAttempt(handler, job, progress);
    const settled = attempt.outcome
      .then(outcome => this.#settle(job, { outcome, progress, handler }))
      .finally(() => {
        this.#running.delete(keyOf(job));
        this.wake();
      });
    this.#running.set(keyOf(job), { job, attempt, leaseUntil, settled });
  }

  async #settle(
    job: ClaimedJob,
    end: {
      outcome: Outcome | undefined;
      progress: ProgressReporter;
      handler: JobHandler;
    },
  ): Promise<void> {
    const { logger } = this.#options;
    const progress = end.progress.end();
    const name = `job ${job.id} (${job.kind}, attempt ${job.attempt})`;
    if (!end.outcome) {
      logger.warn(`The claim on ${name} was lost; its outcome is dropped`);
      return;
    }
    const attempts = {
      number: job.attempt,
      max: end.handler.attemptsMax ?? ATTEMPTS_MAX,
    };
    const settlement = decideSettlement(end.outcome, attempts, Math.random());
    const isOurFault = ['queued', 'dead'].includes(settlement.state);
    if (end.outcome.type === 'threw' && isOurFault) {
      logger.warn(
        `${name} threw: ${settlement.state}`,
        asError(end.outcome.error),
      );
    }
    try {
      const { isRoutine } = end.handler;
      const result = { settlement, progress, isRoutine };
      if (!(await settleJob(this.#options, job, result))) {
        logger.warn(`The claim on ${name} was lost; its outcome is dropped`);
      }
    } catch (error) {
      // The lease lapses and the job runs again.
      this.#tell(`Couldn't settle ${name}`, error);
    }
  }

  /** Of an outage of the database the log has been told once. */
  #tell(what: string, error: unknown): void {
    if (error instanceof DatabaseUnavailableError) return;
    this.#options.logger.error(what, asError(error));
  }

  #leaseEnd(from: Date): Date {
    return new Date(from.getTime() + this.#options.leaseMs);
  }

  async #showLife(): Promise<void> {
    const { database, clock } = this.#options;
    const running = [...this.#running.values()];
    if (!running.length) {
      return;
    }
    const leaseUntil = this.#leaseEnd(clock.now());
    try {
      const claims = running.map(({ job }) => job);
      const ours = await extendLeases(database, claims, leaseUntil);
      const extended = new Set(ours.map(keyOf));
      for (const each of running) {
        if (extended.has(keyOf(each.job))) {
          each.leaseUntil = leaseUntil;
        } else {
          each.attempt.breakOff('claim-lost');
        }
      }
    } catch (error) {
      this.#tell("Couldn't extend the leases of running jobs", error);
      for (const each of running.filter(one => one.leaseUntil < clock.now())) {
        each.attempt.breakOff('claim-lost');
      }
    }
  }
}

/** One worker may hold a job twice for a moment: a claim that it lost, and the one it took instead. */
function keyOf({ id, ticket }: { id: string; ticket: string }): string {
  return `${id} ${ticket}`;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
