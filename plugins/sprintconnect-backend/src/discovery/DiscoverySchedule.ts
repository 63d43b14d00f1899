import type { Clock, Database, JobQueue } from '../ports';
import { DISCOVER_SERVER_JOB } from '../registry';
import type { RegistryService } from '../registry';
import { repeat } from './repeat';
import type { Repetition } from './repeat';

export interface ScheduleOptions {
  registry: RegistryService;
  database: Database;
  queue: JobQueue;
  clock: Clock;
  /** How often to look for servers that are due. */
  pollMs: number;
  onError(what: string, error: unknown): void;
}

/** Most servers that become jobs in one look. */
const BATCH = 200;

/**
 * Turns servers that are due into jobs. Any number of instances may run it: a server has one live job, and whoever
 * makes it puts the server's next time off in the same transaction.
 */
export class DiscoverySchedule {
  private readonly options: ScheduleOptions;
  private looking?: Repetition;

  constructor(options: ScheduleOptions) {
    this.options = options;
  }

  start() {
    this.looking ??= repeat({
      everyMs: this.options.pollMs,
      work: () => this.enqueueDue(),
      onError: error =>
        this.options.onError('Could not schedule discoveries', error),
    });
  }

  async stop() {
    await this.looking?.stop();
    this.looking = undefined;
  }

  /** One look. Spreads the jobs over the time until the next, so that a full house does not start at once. */
  async enqueueDue(): Promise<void> {
    const { registry, database, queue, clock, pollMs } = this.options;
    const now = clock.now();
    for (const due of await registry.listDueForDiscovery(now, BATCH)) {
      await database.transaction(async tx => {
        await registry.deferDiscovery(tx, due);
        await queue.enqueue(tx, {
          kind: DISCOVER_SERVER_JOB,
          orgId: due.orgId,
          key: due.serverId,
          payload: { serverId: due.serverId },
          dueAt: new Date(now.getTime() + Math.random() * pollMs),
        });
      });
    }
  }
}
