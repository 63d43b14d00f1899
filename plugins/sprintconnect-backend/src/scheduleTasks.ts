import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SchedulerService } from '@backstage/backend-plugin-api';

/** Work that one instance at a time does over and over. */
interface RepeatedTask {
  /** Names the task among all instances. */
  id: string;
  everyMinutes: number;
  run(signal: AbortSignal): Promise<unknown>;
}

const PRUNE_BATCH = 500;

/**
 * Has tasks done over and over by one instance at a time, and one more: to forget what is older than it is kept, in
 * batches, so that no delete holds the database for long.
 */
export async function scheduleTasks(
  scheduler: SchedulerService,
  options: {
    tasks: readonly RepeatedTask[];
    /** Each forgets up to so many rows, and gives how many it did. */
    prunes: readonly ((limit: number) => Promise<number>)[];
  },
): Promise<void> {
  const pruning: RepeatedTask = {
    id: 'sprintconnect-prune',
    everyMinutes: 15,
    run: async signal => {
      for (const prune of options.prunes) {
        while (!signal.aborted && (await prune(PRUNE_BATCH)) > 0) {
          // SQLite answers at once: let others of the process have their turn.
          await nextTurn();
        }
      }
    },
  };
  for (const { id, everyMinutes, run } of [...options.tasks, pruning]) {
    await scheduler.scheduleTask({
      id,
      frequency: { minutes: everyMinutes },
      initialDelay: { minutes: 1 },
      timeout: { minutes: 10 },
      fn: async signal => {
        await run(signal);
      },
    });
  }
}
