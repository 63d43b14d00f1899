import { startForecastServer } from 'upstream';
import { databaseIds, freeHand, startHostileServer } from '../__testUtils__';
import {
  closeLater,
  closePeers,
  EVERYTHING,
  MEMORY,
  serveLegacy,
  startEverything,
} from '../upstream/__testUtils__/peers';
import { http, openDiscovery } from './__testUtils__/openDiscovery';

afterEach(closePeers);

const stdio = (url: string) => ({ type: 'stdio', url }) as const;
const node = (...args: string[]) => ({ command: process.execPath, args });
const impatient = { connectTimeoutMs: 10_000, requestTimeoutMs: 10_000 };

describe.each(databaseIds)('discovery on %s', databaseId => {
  it('discovers servers of both eras over all transports when they are registered', async () => {
    const world = await openDiscovery(
      {
        upstream: {
          stdio: { memory: node(MEMORY), all: node(EVERYTHING, 'stdio') },
          // Six at once on a busy machine.
          connectTimeoutMs: 60_000,
          requestTimeoutMs: 60_000,
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

describe.each(databaseIds)('a list that fails on %s', databaseId => {
  it('hides no other, is said on the server, and is forgotten when it is read again', async () => {
    let isDown = true;
    const harbour = await serveLegacy(
      { tools: {}, resources: {} },
      {
        'tools/list': () => ({ tools: [{ name: 'berth', inputSchema: {} }] }),
        'resources/list': () => {
          if (isDown) throw new Error('connect ECONNREFUSED');
          return { resources: [{ uri: 'sea://1', name: 'Sea' }] };
        },
        'resources/templates/list': () => ({ resourceTemplates: [] }),
      },
    );
    const world = await openDiscovery({}, databaseId);
    const id = await world.register('harbour', http(harbour.url));
    const first = await world.discovered(id);
    expect(first).toMatchObject({
      counts: { tools: 1, resources: 0 },
      snapshot: { current: 1 },
      listFaults: [
        {
          kind: 'resource',
          code: 'protocol',
          message: expect.stringContaining(
            'error -32603: connect ECONNREFUSED',
          ),
          since: first.lastDiscoveredAt,
        },
      ],
    });
    expect(first.lastError).toBeUndefined();
    expect(first.listFaults?.[0].lastListedAt).toBeUndefined();

    isDown = false;
    expect(await world.discover(id)).toMatchObject({
      result: { outcome: 'recorded', version: 2, changed: true },
    });
    const healed = await world.server(id);
    expect(healed.counts.resources).toBe(1);
    expect(healed).not.toHaveProperty('listFaults');

    isDown = true;
    expect(await world.discover(id)).toMatchObject({
      state: 'succeeded',
      result: { version: 2, changed: false, partial: true },
    });
    expect(await world.server(id)).toMatchObject({
      counts: { tools: 1, resources: 1 },
      listFaults: [{ lastListedAt: healed.lastDiscoveredAt }],
    });
    await world.told(id);
    expect(
      world.events
        .filter(each => each.type === 'server.discovery.completed')
        .map(each => [each.snapshotVersion, each.partial]),
    ).toEqual([
      [1, true],
      [2, undefined],
      [2, true],
    ]);
  });

  it('keeps what was read when the time for the discovery is over', async () => {
    const { url } = await serveLegacy(
      { tools: {}, prompts: {} },
      {
        'tools/list': () => ({ tools: [{ name: 'berth', inputSchema: {} }] }),
        'prompts/list': ({ cursor = '0' }) => ({
          prompts: [],
          nextCursor: `${Number(cursor) + 1}`,
        }),
      },
    );
    const world = await openDiscovery(
      { discovery: { timeoutMs: 1_000 }, upstream: { messagesMax: 100_000 } },
      databaseId,
    );
    const server = await world.discovered(
      await world.register('slow', http(url)),
    );
    expect(server).toMatchObject({
      counts: { tools: 1 },
      listFaults: [{ kind: 'prompt' }],
    });
    expect(server.lastError).toBeUndefined();
  });

  it('is not what the lists are when the worker stops on the way', async () => {
    const controller = new AbortController();
    const { url } = await serveLegacy(
      { tools: {}, prompts: {} },
      {
        'tools/list': () => ({ tools: [{ name: 'berth', inputSchema: {} }] }),
        'prompts/list': ({ cursor = '0' }) => {
          if (cursor === '5') controller.abort();
          return { prompts: [], nextCursor: `${Number(cursor) + 1}` };
        },
      },
    );
    const world = await openDiscovery({}, databaseId);
    await world.stopWorker();
    const id = await world.register('stops', http(url));
    const before = await world.server(id);
    const [handler] = world.discovery.jobs;
    const running = handler.run({
      id: '0190aaaa-0000-7000-8000-000000000000',
      kind: handler.kind,
      orgId: 'default',
      payload: { serverId: id },
      attempt: 1,
      signal: controller.signal,
      progress: () => undefined,
    });
    await expect(running).rejects.toThrow();
    expect(controller.signal.aborted).toBe(true);
    expect(await world.server(id)).toEqual(before);
    expect(await world.snapshots(id)).toBe(0);
    expect(await world.told(id)).toEqual(['server.registered']);
  });
});

describe('discovery of bad servers', () => {
  it('gives each a clear last error, and disturbs no other', async () => {
    const hostile = await startHostileServer();
    closeLater(hostile.close);
    const world = await openDiscovery({ upstream: impatient });
    const ids = new Map<string, string>();
    for (const path of [...hostile.paths, 'good']) {
      ids.set(path, await world.register(path, http(hostile.url(path))));
    }
    const fine = [
      'lacks',
      'liar',
      'duplicates',
      'nameless',
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
       "duplicates": undefined,
       "endless-cursor": "too-large",
       "good": undefined,
       "hang": "timeout",
       "hang-at-once": "timeout",
       "huge-schema": "schema-too-large",
       "invalid-json": "protocol",
       "lacks": undefined,
       "liar": undefined,
       "nameless": undefined,
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
    const world = await openDiscovery({ upstream: impatient });
    const id = await world.register('turns', http(hostile.url('good')));
    const good = await world.discovered(id);
    expect(good.counts.tools).toBe(2);

    hostile.setGoodTools(['a\nb']);
    const job = await world.discover(id);
    expect(job).toMatchObject({
      state: 'failed',
      attempts: 1,
      error: expect.stringContaining('has control characters in its name'),
    });
    const bad = await world.server(id);
    expect(bad).toMatchObject({
      counts: { tools: 2 },
      snapshot: { current: 1 },
      lastDiscoveredAt: good.lastDiscoveredAt,
      lastError: { code: 'invalid-item', message: job.error },
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
    const world = await openDiscovery({ discovery: { timeoutMs: 700 } });
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
    const world = await openDiscovery();
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
