import { startForecastServer } from 'upstream';
import {
  databaseIds,
  eventually,
  freeHand,
  fullSight,
  openTestDatabase,
  startHostileServer,
} from '../__testUtils__';
import {
  closeLater,
  closePeers,
  EVERYTHING,
  MEMORY,
  startEverything,
} from '../upstream/__testUtils__/peers';
import { createDiscoveryWorld } from './__testUtils__/createDiscoveryWorld';

jest.setTimeout(90_000);

afterEach(closePeers);

type WorldOptions = Parameters<typeof createDiscoveryWorld>[1];

async function open(
  options: WorldOptions = {},
  id: (typeof databaseIds)[number] = 'SQLITE_3',
) {
  const database = await openTestDatabase({ id });
  const world = await createDiscoveryWorld(database, options);
  closeLater(world.stop);
  return world;
}

const http = (url: string) => ({ type: 'streamable-http', url }) as const;
const stdio = (url: string) => ({ type: 'stdio', url }) as const;
const node = (...args: string[]) => ({ command: process.execPath, args });

const impatient = { connectTimeoutMs: 5_000, requestTimeoutMs: 5_000 };

describe.each(databaseIds)('discovery on %s', databaseId => {
  it('discovers servers of both eras over all transports when they are registered', async () => {
    const world = await open(
      {
        upstream: {
          stdio: { memory: node(MEMORY), all: node(EVERYTHING, 'stdio') },
        },
      },
      databaseId,
    );
    const forecast = await startForecastServer();
    const legacy = await startForecastServer({ legacyOnly: true });
    closeLater(forecast.close);
    closeLater(legacy.close);
    const overHttp = await startEverything('streamableHttp');
    const overSse = await startEverything('sse');
    const all = { tools: 13, resources: 7, resourceTemplates: 2, prompts: 4 };
    const weather = {
      tools: 6,
      resources: 2,
      resourceTemplates: 1,
      prompts: 2,
    };
    const expected = [
      ['forecast', http(forecast.url), 'modern', weather],
      ['legacy', http(legacy.url), 'legacy', weather],
      ['everything', http(overHttp.url), 'legacy', all],
      ['sse', { type: 'sse', url: overSse.url }, 'legacy', all],
      ['stdio', stdio('all'), 'legacy', all],
      [
        'memory',
        stdio('memory'),
        'legacy',
        { tools: 9, resources: 1, resourceTemplates: 0, prompts: 0 },
      ],
    ] as const;
    const ids = await Promise.all(
      expected.map(([name, remote]) => world.register(name, remote)),
    );
    for (const [index, [name, , era, counts]] of expected.entries()) {
      const server = await world.discovered(ids[index]);
      expect(server).toMatchObject({
        name,
        era,
        counts,
        snapshot: { current: 1 },
      });
      expect(server.lastError).toBeUndefined();
      expect(await world.told(ids[index])).toEqual(
        expect.arrayContaining([
          'server.registered',
          'server.discovery.completed',
          'server.capabilities.changed',
        ]),
      );
    }
  });
});

describe('discovery of bad servers', () => {
  it('gives each a clear last error, and disturbs no other', async () => {
    const hostile = await startHostileServer();
    closeLater(hostile.close);
    const world = await open({ upstream: impatient });
    const ids = new Map<string, string>();
    for (const path of [...hostile.paths, 'good']) {
      ids.set(path, await world.register(path, http(hostile.url(path))));
    }
    const fine = [
      'lacks',
      'liar',
      'thousands',
      'recursive',
      'network-ref',
      'good',
    ];
    const codes: Record<string, string | undefined> = {};
    for (const [path, id] of ids) {
      const server = await world.discovered(id);
      codes[path] = server.lastError?.code;
      expect([path, server.snapshot.current]).toEqual([
        path,
        fine.includes(path) ? 1 : undefined,
      ]);
      expect(await world.told(id)).toContain(
        fine.includes(path)
          ? 'server.discovery.completed'
          : 'server.discovery.failed',
      );
    }
    expect(codes).toMatchInlineSnapshot(`
     {
       "cyclic-ref": "schema-endless",
       "deep": "schema-too-deep",
       "drip-feed": "timeout",
       "duplicates": "duplicate-name",
       "endless-cursor": "too-large",
       "good": undefined,
       "hang": "timeout",
       "hang-at-once": "timeout",
       "huge-schema": "schema-too-large",
       "invalid-json": "protocol",
       "lacks": undefined,
       "liar": undefined,
       "nameless": "protocol",
       "network-ref": undefined,
       "not-json-rpc": "protocol",
       "oversized": "too-large",
       "recursive": undefined,
       "redirect": "egress-refused",
       "same-cursor": "protocol",
       "server-error": "http-5xx",
       "thousands": undefined,
       "too-many": "too-large",
       "wrong-id": "timeout",
     }
    `);
    expect(hostile.refHits()).toBe(0);
    expect((await world.server(ids.get('thousands')!)).counts.tools).toBe(5000);
  });

  it('keeps the last good snapshot, says why the job failed, and recovers', async () => {
    const hostile = await startHostileServer();
    closeLater(hostile.close);
    const world = await open({ upstream: impatient });
    const id = await world.register('turns', http(hostile.url('good')));
    const good = await world.discovered(id);
    expect(good.counts.tools).toBe(2);

    hostile.setGoodTools(['a', 'b', 'a']);
    const job = await world.discover(id);
    expect(job).toMatchObject({
      state: 'failed',
      attempts: 1,
      error: expect.stringContaining('"a" is listed twice'),
    });
    const bad = await world.server(id);
    expect(bad).toMatchObject({
      counts: { tools: 2 },
      snapshot: { current: 1 },
      lastDiscoveredAt: good.lastDiscoveredAt,
      lastError: { code: 'duplicate-name', message: job.error },
    });
    expect(await world.snapshots(id)).toBe(1);

    hostile.setGoodTools(['tool_0', 'tool_1']);
    expect(await world.discover(id)).toMatchObject({
      state: 'succeeded',
      result: { outcome: 'recorded', version: 1, changed: false },
    });
    expect((await world.server(id)).lastError).toBeUndefined();
    expect(await world.snapshots(id)).toBe(1);
  });

  it('tells a server that never ends its lists that it is too slow', async () => {
    const hostile = await startHostileServer();
    closeLater(hostile.close);
    const world = await open({ discovery: { timeoutMs: 700 } });
    const id = await world.register(
      'slow',
      http(hostile.url('endless-cursor')),
    );
    expect((await world.discovered(id)).lastError).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('longer than 0.7 s'),
    });
  });

  it('leaves a retired server alone', async () => {
    const forecast = await startForecastServer();
    closeLater(forecast.close);
    const world = await open();
    const id = await world.register('gone', http(forecast.url));
    await world.discovered(id);
    await world.registry.retireServer(world.ctx, { id, ...freeHand });
    const before = await world.told(id);
    const [handler] = world.discovery.jobs;
    const result = await handler.run({
      id: '0190aaaa-0000-7000-8000-000000000000',
      kind: handler.kind,
      orgId: 'default',
      payload: { serverId: id },
      attempt: 1,
      signal: new AbortController().signal,
      progress: () => undefined,
    });
    expect(result).toMatchObject({ outcome: 'skipped' });
    expect(await world.told(id)).toEqual(before);
  });
});

describe('discovery of servers that change', () => {
  it('makes no snapshot and no event of what is the same in another order', async () => {
    const hostile = await startHostileServer();
    closeLater(hostile.close);
    hostile.setGoodTools(['a', 'b', 'c']);
    const world = await open({ intervalSeconds: 1, discovery: { pollMs: 50 } });
    const id = await world.register('same', http(hostile.url('good')));
    const first = await world.discovered(id);
    const told = await world.told(id);
    hostile.setGoodTools(['c', 'a', 'b']);
    world.discovery.start();
    await eventually('a scheduled discovery', async () => {
      const { lastDiscoveredAt } = await world.server(id);
      return lastDiscoveredAt !== first.lastDiscoveredAt;
    });
    expect(await world.snapshots(id)).toBe(1);
    expect(await world.told(id)).toEqual(told);
  });

  it('makes one version and one event of a change', async () => {
    const forecast = await startForecastServer();
    closeLater(forecast.close);
    const world = await open();
    const id = await world.register('changes', http(forecast.url));
    await world.discovered(id);
    const before = await world.told(id);
    forecast.release(2);
    expect(await world.discover(id)).toMatchObject({
      state: 'succeeded',
      progress: { done: 5, total: 5 },
      result: { version: 2, changed: true },
    });
    const after = (await world.told(id)).slice(before.length);
    expect(
      after.filter(type => type === 'server.capabilities.changed'),
    ).toHaveLength(1);
    const diff = await world.registry.diff(world.ctx, {
      sight: fullSight,
      serverId: id,
      from: 1,
      to: 2,
    });
    expect(diff.changes.map(({ name, grade }) => [name, grade])).toEqual(
      expect.arrayContaining([
        ['get_tides', 'added'],
        ['get_forecast', 'input-narrowed'],
        ['list_alerts', 'url-introduced'],
        ['cancel_subscription', 'destructive-hint-flipped'],
      ]),
    );
    expect(await world.discover(id)).toMatchObject({
      result: { version: 2, changed: false },
    });
  });

  it('comes again for whoever asked while the lists were being read', async () => {
    const hostile = await startHostileServer();
    closeLater(hostile.close);
    const world = await open();
    const { registry, ctx } = world;
    const id = await world.register('asked', http(hostile.url('good')));
    await world.discovered(id);
    const startedAt = new Date(Date.now() - 1_000);
    await world.discover(id);
    const observed = {
      era: 'legacy',
      protocolVersion: '2025-11-25',
      verdictAt: startedAt,
      remoteUrl: hostile.url('good'),
      capabilities: [],
    } as const;
    const dueNow = async () =>
      (await registry.listDueForDiscovery(new Date(), 10)).length;

    await registry.recordSnapshot(ctx, id, { ...observed, capabilities: [] });
    expect(await dueNow()).toBe(0);

    hostile.setGoodTools(['late']);
    await world.stop(); // so that the job stays where it is
    await registry.requestDiscovery(ctx, { id, ...freeHand });
    await registry.recordSnapshot(ctx, id, {
      ...observed,
      capabilities: [],
      startedAt,
    });
    expect(await dueNow()).toBe(1);
  });

  it.each([
    ['modern', false],
    ['legacy', true],
  ])('hears of a change from a %s server', async (era, legacyOnly) => {
    const forecast = await startForecastServer({ legacyOnly });
    closeLater(forecast.close);
    const timing = { debounceMs: 50, gapMs: 100 };
    const world = await open({ discovery: { timing } });
    const id = await world.register('listens', http(forecast.url));
    expect((await world.discovered(id)).era).toBe(era);
    world.discovery.start();
    const release = await eventually('the change to be seen', async () => {
      forecast.release(2);
      const { snapshot, counts } = await world.server(id);
      return snapshot.current === 2 && counts.tools;
    });
    expect(release).toBe(7);

    await world.registry.retireServer(world.ctx, { id, ...freeHand });
    await world.discovery.stop();
    expect(world.logger.warn).not.toHaveBeenCalled();
  });
});
