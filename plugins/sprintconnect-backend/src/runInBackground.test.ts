import type { LifecycleService } from '@backstage/backend-plugin-api';
import type { Settings } from './config';
import type { Slice } from './ports';
import { runInBackground } from './runInBackground';

function instance(slices: readonly Slice[], roles: Settings['roles']) {
  const hooks: { start?(): unknown; stop?(): unknown } = {};
  const lifecycle: LifecycleService = {
    addStartupHook: start => void (hooks.start = start),
    addShutdownHook: stop => void (hooks.stop = stop),
  };
  runInBackground(lifecycle, { slices, roles });
  return hooks;
}

/** A slice that tells all that happens to it; to stop takes it a while. */
function slice(name: string, told: string[]): Slice {
  return {
    start: () => void told.push(`start ${name}`),
    stopping: () => void told.push(`stopping ${name}`),
    async stop() {
      told.push(`stop ${name}`);
      await new Promise(resolve => {
        setImmediate(resolve);
      });
      told.push(`stopped ${name}`);
    },
  };
}

it('starts from below, and stops one after the other from above once all were told', async () => {
  const told: string[] = [];
  const { start, stop } = instance(
    [slice('low', told), {}, slice('high', told)],
    ['api'],
  );
  await start?.();
  expect(told.splice(0)).toEqual(['start low', 'start high']);
  await stop?.();
  expect(told).toEqual([
    ...['stopping high', 'stopping low'],
    ...['stop high', 'stopped high', 'stop low', 'stopped low'],
  ]);
});

it('starts what its roles are for, and stops all', async () => {
  const told: string[] = [];
  const { start, stop } = instance(
    [
      { ...slice('worker', told), role: 'worker' },
      { ...slice('scheduler', told), role: 'scheduler' },
    ],
    ['api', 'scheduler'],
  );
  await start?.();
  expect(told.splice(0)).toEqual(['start scheduler']);
  await stop?.();
  expect(told.filter(each => each.startsWith('stopped'))).toEqual([
    'stopped scheduler',
    'stopped worker',
  ]);
});

it('starts the others when one cannot start, and tells of that one', async () => {
  const told: string[] = [];
  const failing: Slice = {
    start() {
      throw new Error('no such table');
    },
  };
  const { start } = instance([failing, slice('other', told)], ['api']);
  await expect(start?.()).rejects.toThrow('no such table');
  expect(told).toEqual(['start other']);
});
