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
    run: signal => pruneAll(options.prunes, signal),
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

/** One after the other, the next ones also when one fails: else what that one owns would keep all from being forgotten. */
async function pruneAll(
  prunes: readonly Prune[],
  signal: AbortSignal,
): Promise<void> {
  const failures: unknown[] = [];
  for (const prune of prunes) {
    try {
      while (!signal.aborted && (await prune(PRUNE_BATCH)) > 0) {
        await nextTurn();
      }
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
