import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import signalsPlugin from '@backstage/plugin-signals-backend';
import { mockServices } from '@backstage/backend-test-utils';
import { eventually } from './__testUtils__';
import { startRealBackend } from './__testUtils__/startRealBackend';
import { wakeSignals } from './wakeSignals';

/** How long a page waits for its socket here; the signals of Backstage leave one that hangs alone for good. */
const PATIENCE_MS = 3_000;

/** Whether a socket opens, as that of a page does. */
function opens(base: string): Promise<boolean> {
  const socket = new WebSocket(
    new URL('/api/signals', base.replace('http', 'ws')),
  );
  return new Promise<boolean>(resolve => {
    const timer = setTimeout(() => resolve(false), PATIENCE_MS);
    socket.onopen = () => {
      clearTimeout(timer);
      resolve(true);
    };
  }).finally(() => socket.close());
}

/** Runs what a backend with these plugins runs when it has started; its signals would be at `url`. */
async function wakeIn(pluginIds: string[], url: string) {
  const logger = mockServices.logger.mock();
  const discovery = mockServices.discovery.mock({
    getBaseUrl: async () => url,
  });
  const hooks: (() => void | Promise<void>)[] = [];
  wakeSignals({
    discovery,
    logger,
    instance: mockServices.rootInstanceMetadata.mock({
      getInstalledPlugins: async () =>
        pluginIds.map(pluginId => ({ pluginId, modules: [] })),
    }),
    rootLifecycle: mockServices.rootLifecycle.mock({
      addStartupHook: hook => void hooks.push(hook),
    }),
  });
  for (const hook of hooks) await hook();
  return { logger, discovery };
}

it('wakes the signals, so that they answer the first page', async () => {
  const { backend, base } = await startRealBackend({
    features: [signalsPlugin],
  });
  try {
    expect(await opens(base)).toBe(true);
  } finally {
    await backend.stop();
  }
});

it('says so when they do not answer, and does not hold up the start', async () => {
  const silent = createServer(socket => socket.on('error', () => {}));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const { logger } = await wakeIn(
    ['sprintconnect', 'signals'],
    `http://127.0.0.1:${port}/api/signals`,
  );
  expect(logger.warn).not.toHaveBeenCalled();
  await eventually('a warning', () => logger.warn.mock.calls.length);
  expect(logger.warn.mock.calls).toEqual([
    [expect.stringMatching(new RegExp(`${port}/api/signals do not answer`))],
  ]);
  silent.close();
});

it('says so when there is no such address', async () => {
  const { logger } = await wakeIn(['signals'], 'no address');
  await eventually('a warning', () => logger.warn.mock.calls.length);
  expect(logger.warn).toHaveBeenCalledTimes(1);
});

it('asks nobody where there are no signals', async () => {
  const { discovery, logger } = await wakeIn(['sprintconnect'], 'unused:');
  expect(discovery.getBaseUrl).not.toHaveBeenCalled();
  expect(logger.warn).not.toHaveBeenCalled();
});
