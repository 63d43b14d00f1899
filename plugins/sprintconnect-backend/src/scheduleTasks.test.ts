import type { SchedulerService } from '@backstage/backend-plugin-api';
import type { Prune, RepeatedTask } from './ports';
import { scheduleTasks } from './scheduleTasks';

type Scheduled = Parameters<SchedulerService['scheduleTask']>[0];

async function schedule(options: {
  tasks?: RepeatedTask[];
  prunes?: Prune[];
}): Promise<Map<string, (signal: AbortSignal) => Promise<void>>> {
  const scheduled: Scheduled[] = [];
  const scheduler = {
    scheduleTask: async (task: Scheduled) => void scheduled.push(task),
  };
  await scheduleTasks(scheduler as unknown as SchedulerService, [{}, options]);
  return new Map(
    scheduled.map(({ id, fn }) => [
      id,
      async signal => {
        await fn(signal);
      },
    ]),
  );
}

const prune = 'sprintconnect-prune';

it('forgets in batches, until nothing is left to forget', async () => {
  const left = [1_200, 0, 500];
  const prunes = left.map((_, index) =>
    jest.fn(async (limit: number) => {
      const count = Math.min(limit, left[index]);
      left[index] -= count;
      return count;
    }),
  );
  const tasks = await schedule({ prunes });
  await tasks.get(prune)!(new AbortController().signal);
  expect(left).toEqual([0, 0, 0]);
  expect(prunes.map(each => each.mock.calls.length)).toEqual([4, 1, 2]);
});

it('forgets of the others when one fails, and tells of that one', async () => {
  const failing = jest.fn<Promise<number>, [number]>();
  failing.mockRejectedValue(new Error('no such table'));
  const other = jest.fn(async () => 0);
  const tasks = await schedule({ prunes: [failing, other, failing] });
  await expect(tasks.get(prune)!(new AbortController().signal)).rejects.toThrow(
    'no such table',
  );
  expect(failing).toHaveBeenCalledTimes(2);
  expect(other).toHaveBeenCalledTimes(1);
});

it('ends between two batches when it is told to', async () => {
  const stop = new AbortController();
  const endless = jest.fn(async (limit: number) => {
    stop.abort();
    return limit;
  });
  const run = jest.fn(async () => {});
  const tasks = await schedule({
    prunes: [endless],
    tasks: [{ id: 'other', everyMinutes: 5, run }],
  });
  await tasks.get(prune)!(stop.signal);
  expect(endless).toHaveBeenCalledTimes(1);
  await tasks.get('other')!(stop.signal);
  expect(run).toHaveBeenCalledWith(stop.signal);
});
