import type { SchedulerService } from '@backstage/backend-plugin-api';
import { nextTurn, type Prune, type RepeatedTask } from './pace';

const PRUNE_BATCH = 500;

/**
 * Has tasks done over and over by one instance at a time, and one more: to forget what is older than it is kept, in
 * batches, so that no delete holds the database for long.
 */
export async function scheduleTasks(
  scheduler: SchedulerService,
  options: {
    tasks: readonly RepeatedTask[];
    prunes: readonly Prune[];
  },
): Promise<void> {
  const pruning: RepeatedTask = {
    id: 'sprintconnect-prune',
    everyMinutes: 15,
    run: async signal => {
      for (const prune of options.prunes) {
        while (!signal.aborted && (await prune(PRUNE_BATCH)) > 0) {
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
