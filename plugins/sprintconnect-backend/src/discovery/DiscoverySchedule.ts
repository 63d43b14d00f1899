import { Rounds } from '../pace';
import type { Clock, Database, JobQueue, Organisations } from '../ports';
import { DISCOVER_SERVER_JOB } from '../registry';
import type { RegistryService } from '../registry';

export interface ScheduleOptions {
  registry: RegistryService;
  organisations: Organisations;
  database: Database;
  jobs: JobQueue;
  clock: Clock;
  /** How often to look for servers that are due. */
  pollMs: number;
  onError(what: string, error: unknown): void;
}

/** A discovery that never comes to an end is asked for again after this; every other plans the next itself. */
const PATIENCE_MS = 15 * 60_000;

/** Most servers that become jobs in one look. */
const BATCH = 200;

/**
 * Turns servers that are due into jobs. Any number of instances may run it: a server has one live job, and whoever
 * makes it puts the server's next time off in the same transaction.
 */
export class DiscoverySchedule {
  readonly #options: ScheduleOptions;
  readonly #looks: Rounds;

  constructor(options: ScheduleOptions) {
    this.#options = options;
    this.#looks = new Rounds({
      work: () => this.enqueueDue(),
      onError: error => options.onError("Couldn't schedule refreshes", error),
      everyMs: options.pollMs,
    });
  }

  start(): void {
    this.#looks.start();
  }

  /** Waits for the look in hand. */
  stop(): Promise<void> {
    return this.#looks.stop();
  }

  /** One look. Spreads the jobs over the time until the next, so that a full house does not start at once. */
  async enqueueDue(): Promise<void> {
    const { registry, organisations, database, jobs, clock, pollMs } =
      this.#options;
    const now = clock.now();
    const servers = await registry.listDueForDiscovery(now, BATCH);
    if (servers.length === 0) return;
    const orgIds = [...new Set(servers.map(({ orgId }) => orgId))];
    const gone = await organisations.gone(orgIds);
    await database.transaction(async tx => {
      const until = new Date(now.getTime() + PATIENCE_MS);
      await registry.deferDiscovery(tx, { servers, until });
      for (const { orgId, serverId } of servers) {
        if (gone.has(orgId)) continue;
        await jobs.enqueue(tx, {
          kind: DISCOVER_SERVER_JOB,
          orgId,
          key: serverId,
          payload: { serverId },
          dueAt: new Date(now.getTime() + Math.random() * pollMs),
        });
      }
    });
  }
}
