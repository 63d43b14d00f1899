import { startForecastServer, type ForecastServer } from 'upstream';
import {
  eventually,
  startLoopbackUpstream,
  testOrganisations,
} from '../__testUtils__';
import { ProblemError } from '../http';
import { nextTurn } from '../pace';
import type { RegistryService, WatchableServer } from '../registry';
import { closeLater, closePeers } from '../upstream/__testUtils__/peers';
import { ListChangedWatchers } from './ListChangedWatchers';
import { watchTiming } from './watchServer';

afterEach(closePeers);

function open(watchMax = 50) {
  const state = {
    servers: [] as WatchableServer[],
    requested: [] as { orgId: string; id: string; by: string }[],
    connects: 0,
    closed: 0,
    limits: [] as number[],
    errors: [] as string[],
    /** What the registry does about a request. */
    answer: async () => {},
  };
  const { upstream, close } = startLoopbackUpstream();
  const registry: Pick<RegistryService, 'listWatchable' | 'requestDiscovery'> =
    {
      listWatchable: async limit => {
        state.limits.push(limit);
        return state.servers.slice(0, limit);
      },
      requestDiscovery: async (ctx, { id }) => {
        state.requested.push({ orgId: ctx.orgId, id, by: ctx.caller.ref });
        await state.answer();
        return { result: { jobId: 'job' }, replayed: false };
      },
    };
  const organisations = testOrganisations();
  const watchers = new ListChangedWatchers({
    registry: registry as RegistryService,
    organisations,
    upstream: {
      connect: async (...args) => {
        state.connects += 1;
        const connection = await upstream.connect(...args);
        void connection.closed.then(() => {
          state.closed += 1;
        });
        return connection;
      },
    },
    watchMax,
    refreshMs: 20,
    timing: { ...watchTiming, debounceMs: 20, gapMs: 50, backoffMs: 20 },
    onError: (what, error) => state.errors.push(`${what}: ${error}`),
  });
  closeLater(async () => {
    await watchers.stop();
    await close();
  });
  return { watchers, organisations, state };
}

async function startServer() {
  const server = await startForecastServer();
  closeLater(server.close);
  return server;
}

const watchable = (
  serverId: string,
  { url }: ForecastServer,
): WatchableServer => ({
  serverId,
  environment: 'development',
  orgId: 'default',
  remotes: [{ type: 'streamable-http', url }],
});

describe('ListChangedWatchers', () => {
  it('asks for a discovery of the server that announced, and of no other', async () => {
    const { watchers, state } = open();
    const [loud, quiet] = [await startServer(), await startServer()];
    state.servers = [watchable('loud', loud), watchable('quiet', quiet)];
    watchers.start();
    await eventually('a request', () => {
      loud.release(2);
      return state.requested.length;
    });
    expect(state.requested[0]).toEqual({
      orgId: 'default',
      id: 'loud',
      by: 'discovery:list-changed',
    });
    expect(state.requested.some(({ id }) => id === 'quiet')).toBe(false);
  });

  it('follows servers as they come, move and go', async () => {
    const { watchers, state } = open();
    const [first, second] = [await startServer(), await startServer()];
    watchers.start();
    await eventually('a first look', () => state.limits.length);
    expect(watchers.size).toBe(0);

    state.servers = [watchable('one', first)];
    await eventually('the server to be watched', () => watchers.size === 1);
    await eventually('a request', () => {
      first.release(2);
      return state.requested.length;
    });

    state.servers = [watchable('one', second)];
    await eventually(
      'a connection to the new address',
      () => state.connects > 1,
    );
    const before = state.requested.length;
    await eventually('a request from there', () => {
      second.release(2);
      return state.requested.length > before;
    });

    state.servers = [];
    await eventually('the server to be left', () => watchers.size === 0);
    const connects = state.connects;
    const looks = state.limits.length;
    await eventually('more looks', () => state.limits.length > looks + 3);
    expect(state.connects).toBe(connects);
  });

  it('hangs up on servers of an organisation that is gone, until it is back', async () => {
    const { watchers, organisations, state } = open();
    const server = await startServer();
    state.servers = [watchable('one', server)];
    watchers.start();
    await eventually('the server to be watched', () => watchers.size === 1);
    organisations.absent.add('default');
    await eventually('the server to be left', () => watchers.size === 0);
    organisations.absent.clear();
    await eventually('the server to be watched', () => watchers.size === 1);
    expect(state.connects).toBeGreaterThan(1);
  });

  it('listens to no more servers than it may', async () => {
    const { watchers, state } = open(2);
    const server = await startServer();
    state.servers = ['a', 'b', 'c'].map(id => watchable(id, server));
    watchers.start();
    await eventually('two connections', () => state.connects === 2);
    const looks = state.limits.length;
    await eventually('more looks', () => state.limits.length > looks + 3);
    expect(watchers.size).toBe(2);
    expect(new Set(state.limits)).toEqual(new Set([2]));
  });

  it('tells of a request that failed, and goes on', async () => {
    const { watchers, state } = open();
    const server = await startServer();
    state.servers = [watchable('one', server)];
    state.answer = async () => {
      throw new Error('database is away');
    };
    watchers.start();
    await eventually('two requests', () => {
      server.release(2);
      return state.requested.length >= 2;
    });
    expect(state.errors[0]).toContain('database is away');
  });

  it.each([404, 409])(
    'does not complain that a server is gone by now: %s',
    async status => {
      const { watchers, state } = open();
      const server = await startServer();
      state.servers = [watchable('one', server)];
      state.answer = async () => {
        throw new ProblemError({ status, detail: 'It is gone.' });
      };
      watchers.start();
      await eventually('a request', () => {
        server.release(2);
        return state.requested.length;
      });
      await watchers.stop();
      expect(state.errors).toEqual([]);
    },
  );

  it('waits for the requests in hand when it stops', async () => {
    const { watchers, state } = open();
    const server = await startServer();
    state.servers = [watchable('one', server)];
    let answer = () => {};
    state.answer = () =>
      new Promise(resolve => {
        answer = resolve;
      });
    watchers.start();
    await eventually('a request', () => {
      server.release(2);
      return state.requested.length;
    });
    let isOver = false;
    const stopping = watchers.stop().then(() => {
      isOver = true;
    });
    await eventually('the connection to be closed', () => state.closed === 1);
    // What follows the close has its turns, too.
    for (let turn = 0; turn < 5; turn++) await nextTurn();
    expect(isOver).toBe(false);
    answer();
    await stopping;
    expect(isOver).toBe(true);
  });

  it('closes every connection when it stops', async () => {
    const { watchers, state } = open();
    const server = await startServer();
    state.servers = [watchable('one', server), watchable('two', server)];
    watchers.start();
    await eventually('two connections', () => state.connects === 2);
    await watchers.stop();
    expect(watchers.size).toBe(0);
  });
});
