import { getEventListeners } from 'node:events';
import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import {
  startForecastServer,
  type ForecastServer,
  type Release,
} from 'upstream';
import {
  eventually,
  startHostileServer,
  startLoopbackUpstream,
} from '../__testUtils__';
import { closeLater, closePeers } from '../upstream/__testUtils__/peers';
import type { UpstreamConnection } from '../upstream';
import { watchServer, watchTiming } from './watchServer';
import type { WatchTiming } from './watchServer';

afterEach(closePeers);

const fast: WatchTiming = {
  debounceMs: 50,
  gapMs: 100,
  backoffMs: 20,
  backoffMaxMs: 100,
  steadyMs: 1_000,
};

function watch(url: string, timing: Partial<WatchTiming> = {}) {
  const { upstream, close } = startLoopbackUpstream();
  const remotes: Remote[] = [{ type: 'streamable-http', url }];
  const controller = new AbortController();
  const seen = { changes: 0, connects: 0, over: false };
  const ended = watchServer({
    upstream: {
      connect: (...args) => {
        seen.connects += 1;
        return upstream.connect(...args);
      },
    },
    target: {
      orgId: 'default',
      serverId: 'id',
      environment: 'development',
      remotes,
    },
    timing: { ...fast, ...timing },
    signal: controller.signal,
    onChanged: () => {
      seen.changes += 1;
    },
  }).then(() => {
    seen.over = true;
  });
  const stop = async () => {
    controller.abort();
    await ended;
  };
  closeLater(async () => {
    await stop();
    await close();
  });
  return { seen, stop, ended };
}

/** Another listener hears a release, so whoever was to hear it has had the time. */
async function othersHear(server: ForecastServer, release: Release) {
  const other = watch(server.url);
  await eventually('another listener', () => {
    server.release(release);
    return other.seen.changes > 1;
  });
  await other.stop();
}

describe.each([
  ['a modern', false],
  ['a legacy', true],
])('watchServer, of %s server', (_, legacyOnly) => {
  it('tells of a change once, however often it is announced at once', async () => {
    const server = await startForecastServer({ legacyOnly });
    closeLater(server.close);
    const { seen } = watch(server.url, { debounceMs: 200, gapMs: 60_000 });
    await eventually('a change', () => {
      server.release(2);
      return seen.changes > 0;
    });
    await othersHear(server, 1);
    expect(seen).toMatchObject({ changes: 1, connects: 1 });
  });

  it('comes back after the server was gone, and asks what it missed', async () => {
    const first = await startForecastServer({ legacyOnly });
    const { port } = first;
    const { seen } = watch(first.url);
    await eventually('a change', () => {
      first.release(2);
      return seen.changes > 0;
    });
    await first.close();
    const before = seen.changes;
    const second = await startForecastServer({ port, legacyOnly });
    closeLater(second.close);
    await eventually('word of what was missed', () => seen.changes > before);
    expect(seen.over).toBe(false);
  });

  it('says nothing more once it is stopped', async () => {
    const server = await startForecastServer({ legacyOnly });
    closeLater(server.close);
    const { seen, stop } = watch(server.url);
    await eventually('a change', () => {
      server.release(2);
      return seen.changes > 0;
    });
    await stop();
    const { changes } = seen;
    await othersHear(server, 1);
    expect(seen).toMatchObject({ changes, over: true });
  });
});

describe('watchServer', () => {
  it('ends by itself when the server announces nothing', async () => {
    const hostile = await startHostileServer();
    closeLater(hostile.close);
    const { seen, ended } = watch(hostile.url('good'));
    await ended;
    expect(seen).toMatchObject({ changes: 0, connects: 1 });
  });

  it('keeps trying a server that is not there, ever slower', async () => {
    const gone = await startForecastServer();
    await gone.close();
    const { seen, stop } = watch(gone.url, { backoffMaxMs: 10_000 });
    await eventually('three attempts', () => seen.connects >= 3);
    await stop();
    expect(seen.changes).toBe(0);
    expect(seen.connects).toBeLessThan(8);
  });

  it('leaves nothing behind of the connections that ended', async () => {
    const controller = new AbortController();
    let connects = 0;
    const ended = watchServer({
      upstream: {
        connect: async () => {
          connects += 1;
          return {
            closed: Promise.resolve(),
            onListChanged: async () => () => {},
            close: async () => {},
          } as unknown as UpstreamConnection;
        },
      },
      target: {
        orgId: 'default',
        serverId: 'id',
        environment: 'development',
        remotes: [],
      },
      timing: { ...fast, backoffMaxMs: 1 },
      signal: controller.signal,
      onChanged: () => {},
    });
    await eventually('twenty connections', () => connects >= 20);
    const listeners = getEventListeners(controller.signal, 'abort');
    expect(listeners.length).toBeLessThan(3);
    controller.abort();
    await ended;
  });

  it('waits a second for announcements to end, and ten between requests', () => {
    expect(watchTiming).toMatchObject({ debounceMs: 1_000, gapMs: 10_000 });
  });
});
