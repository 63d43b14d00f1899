import type { SchedulerService } from '@backstage/backend-plugin-api';
import { nextTurn } from './pace';
import type { Prune, RepeatedTask, Slice } from './ports';

const PRUNE_BATCH = 500;

/**
 * Has the tasks of slices done over and over by one instance at a time, and one more: to forget what is older than it is kept, in
 * batches, so that no delete holds the database for long.
 */
export async function scheduleTasks(
  scheduler: SchedulerService,
  slices: readonly Pick<Slice, 'tasks' | 'prunes'>[],
): Promise<void> {
  const prunes = slices.flatMap(each => each.prunes ?? []);
  const pruning: RepeatedTask = {
    id: 'sprintconnect-prune',
    everyMinutes: 15,
    run: signal => pruneAll(prunes, signal),
  };
  const tasks = slices.flatMap(each => each.tasks ?? []);
  for (const { id, everyMinutes, run } of [...tasks, pruning]) {
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
