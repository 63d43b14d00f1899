import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { startForecastServer } from 'upstream';
import {
  type Remote,
  problemTypeOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { freePort } from 'testing';
import {
  databaseIds,
  eventually,
  startHostileServer,
  testApp,
} from '../__testUtils__';
import {
  closeLater,
  closePeers,
  MEMORY,
  serveLegacy,
  serveRaw,
} from '../upstream/__testUtils__/peers';
import { http, openDiscovery } from './__testUtils__/openDiscovery';

afterEach(closePeers);

const WRITTEN = [
  'servers',
  'snapshots',
  'capabilities',
  'outbox_events',
  'jobs',
  'idempotency_keys',
];

async function openTest(
  options: Parameters<typeof openDiscovery>[0] = {},
  id?: Parameters<typeof openDiscovery>[1],
) {
  const world = await openDiscovery(options, id);
  const app = testApp([...world.discovery.routers]);
  const { reader } = world.database;
  return {
    world,
    app,
    test: (body: object, caller = 'user:user:default/ada') =>
      request(app)
        .post('/v1/servers/test')
        .set('x-test-caller', caller)
        .send(body),
    /** Whatever is left of a test, beside its audit entry. */
    written: async () => {
      const counts = await Promise.all(
        WRITTEN.map(table => reader(table).count('* as n').first()),
      );
      return counts.reduce((sum, row) => sum + Number(row?.n), 0);
    },
    audit: async (): Promise<Record<string, unknown>[]> => {
      const rows = await reader('audit_entries').orderBy('id');
      return rows.map(({ action, target_id, outcome, reason, meta }) => ({
        action,
        target_id,
        outcome,
        reason,
        meta: typeof meta === 'string' ? JSON.parse(meta) : meta,
      }));
    },
  };
}

const testing = (...remotes: Remote[]) => ({ remotes });

describe.each(databaseIds)('a connection test on %s', databaseId => {
  it('says what servers of both eras and over stdio offer, and keeps an audit entry only', async () => {
    const entry = { command: process.execPath, args: [MEMORY] };
    const { test, written, audit } = await openTest(
      { upstream: { stdio: { memory: entry } } },
      databaseId,
    );
    const forecast = await startForecastServer();
    const legacy = await startForecastServer({ legacyOnly: true });
    closeLater(forecast.close);
    closeLater(legacy.close);
    const weather = {
      tools: 6,
      resources: 2,
      resourceTemplates: 1,
      prompts: 2,
    };
    const stdio = { type: 'stdio', url: 'memory' } as const;
    for (const [remote, era, counts] of [
      [http(`${forecast.url}?of=nobody`), 'modern', weather],
      [http(legacy.url), 'legacy', weather],
      [stdio, 'legacy', expect.objectContaining({ tools: 9 })],
    ] as const) {
      const { status, body } = await test(testing(remote));
      expect({ status, ...body }).toMatchObject({
        status: 200,
        remote: 0,
        era,
        counts,
      });
      expect(body.serverInfo.name).toMatch(/\w/);
      expect(body.tools).toHaveLength(Math.min(counts.tools ?? 9, 10));
      expect(body.tools[0]).toEqual(
        expect.objectContaining({ description: expect.stringMatching(/\w/) }),
      );
    }
    expect(await written()).toBe(0);
    const { host } = new URL(forecast.url);
    const [first, ...rest] = await audit();
    expect(rest).toHaveLength(2);
    expect(first).toEqual({
      action: 'server-test',
      target_id: host,
      outcome: 'success',
      reason: null,
      meta: { hosts: [host] },
    });
    expect(JSON.stringify([first, ...rest])).not.toContain('of=nobody');
  });

  it('fails in the words of a discovery, and keeps the host and the code only', async () => {
    const { app, world, test, audit } = await openTest({}, databaseId);
    const closed = await serveRaw((_req, res) => res.writeHead(401).end());
    const login = await serveRaw((_req, res) =>
      res.writeHead(401, { 'www-authenticate': 'Bearer' }).end(),
    );
    const hostile = await startHostileServer();
    closeLater(hostile.close);
    for (const [url, status, code] of [
      [`${closed.url}/path-of-a-token`, 422, 'auth'],
      [login.url, 422, 'login-required'],
      [`http://127.0.0.1:${await freePort()}/mcp`, 502, 'refused'],
      [hostile.url('not-json-rpc'), 502, 'protocol'],
    ] as const) {
      const id = await world.register(`of-${code}`, http(url));
      const { lastError } = await world.discovered(id);
      const answer = await test(testing(http(url)));
      expect([answer.status, answer.body.detail]).toEqual([
        status,
        lastError?.message,
      ]);
      expect(lastError?.code).toBe(code);
      const entry = (await audit()).at(-1);
      expect(entry).toMatchObject({ outcome: 'failure', reason: code });
    }
    const notes = (await audit()).filter(
      ({ action }) => action === 'server-test',
    );
    expect(notes).toHaveLength(4);
    expect(JSON.stringify(notes)).not.toContain('path-of-a-token');
    expect(app.locals.logged).toEqual([]);
  });
});

it('refuses what a registration refuses, having connected to nothing', async () => {
  const peer = await serveRaw((_req, res) => res.writeHead(500).end());
  const { test, written, audit } = await openTest();
  const fine = http(peer.url);
  const credential = { type: 'bearer', secret: 'of-somebody' };
  for (const [body, status, path] of [
    [{}, 400, 'remotes'],
    [{ remotes: [] }, 400, 'remotes'],
    [testing(http('http://169.254.169.254/latest')), 400, 'remotes[0].url'],
    [testing(fine, http('http://10.0.0.1/mcp')), 400, 'remotes[1].url'],
    [testing({ type: 'stdio', url: 'sh' }), 400, 'remotes[0].url'],
    [{ ...testing(fine), environment: 'nowhere' }, 400, 'environment'],
    [{ ...testing(fine), surprise: true }, 400, 'surprise'],
    [{ ...testing(fine), connectTimeoutMs: 99 }, 400, 'connectTimeoutMs'],
    [{ ...testing(fine), connectTimeoutMs: 60_001 }, 400, 'connectTimeoutMs'],
    [
      { ...testing(fine), credential, credentialRef: 'x' },
      400,
      'credentialRef',
    ],
    [{ ...testing(fine), credentialRef: 'x' }, 422, 'credentialRef'],
  ] as const) {
    const answer = await test(body);
    expect([answer.status, answer.body.errors[0].path]).toEqual([status, path]);
  }
  expect(peer.connections()).toBe(0);
  expect(await written()).toBe(0);
  expect(await audit()).toEqual([]);
});

it('needs the permission to register servers', async () => {
  const peer = await serveRaw((_req, res) => res.writeHead(500).end());
  const { test, written, audit } = await openTest({
    denied: ['sprintconnect.server.create'],
  });
  expect((await test(testing(http(peer.url)))).status).toBe(403);
  expect(peer.connections()).toBe(0);
  expect(await written()).toBe(0);
  expect(await audit()).toEqual([]);
});

it('says by its type why a server cannot be used', async () => {
  const { test } = await openTest();
  const hostile = await startHostileServer();
  closeLater(hostile.close);
  const answering = (status: number, headers = {}) =>
    serveRaw((_req, res) => res.writeHead(status, headers).end());
  const closed = await answering(401);
  const login = await answering(401, { 'www-authenticate': 'Bearer' });
  const busy = await answering(429);
  for (const [url, status, kind] of [
    [closed.url, 422, 'upstream-auth'],
    [login.url, 422, 'upstream-login-required'],
    [hostile.url('redirect'), 422, 'upstream-egress-refused'],
    ['http://does-not-exist.invalid/mcp', 502, 'upstream-dns'],
    [`http://127.0.0.1:${await freePort()}/mcp`, 502, 'upstream-refused'],
    [`https://127.0.0.1:${closed.port}/mcp`, 502, 'upstream-tls'],
    [busy.url, 502, 'upstream-throttled'],
    [hostile.url('not-json-rpc'), 502, 'upstream-protocol'],
    [hostile.url('server-error'), 502, 'upstream-http-5xx'],
    [hostile.url('too-many'), 502, 'upstream-too-large'],
    [hostile.url('huge-schema'), 502, 'upstream-unusable'],
  ] as const) {
    const answer = await test(testing(http(url)));
    expect([url, answer.status, answer.body.type]).toEqual([
      url,
      status,
      problemTypeOf(kind),
    ]);
  }
});

it('is bounded in time', async () => {
  const hostile = await startHostileServer();
  closeLater(hostile.close);
  const { test } = await openTest({ discovery: { testTimeoutMs: 300 } });
  const { status, body } = await test(testing(http(hostile.url('hang'))));
  expect([status, body.type, body.detail]).toEqual([
    504,
    problemTypeOf('upstream-timeout'),
    expect.stringContaining('took longer than 0.3 s'),
  ]);
});

it('gives a server as long to connect as the test asks for, and no longer', async () => {
  const hostile = await startHostileServer();
  closeLater(hostile.close);
  const { test } = await openTest({
    upstream: { connectTimeoutMs: 200 },
    discovery: { testTimeoutMs: 1_000 },
  });
  const slow = testing(http(hostile.url('hang-at-once')));
  expect((await test(slow)).body.detail).toContain('within 200 ms');
  const { status, body } = await test({ ...slow, connectTimeoutMs: 1_500 });
  expect([status, body.detail]).toEqual([
    504,
    expect.stringContaining('within 1500 ms'),
  ]);
});

it('names ten tools and cuts what they say of themselves', async () => {
  const tools = Array.from({ length: 12 }, (_, at) => ({
    name: `tool_${at}`,
    description: `${'x'.repeat(498)}\u{1F41A}!`,
    inputSchema: { type: 'object' },
  }));
  const peer = await serveLegacy(
    { tools: {}, prompts: {} },
    {
      'tools/list': () => ({ tools }),
      'prompts/list': () => {
        throw new Error('out of order');
      },
    },
  );
  const { test } = await openTest();
  const { body } = await test(testing(http(peer.url)));
  expect(body.counts.tools).toBe(12);
  expect(body.tools.map(({ name }: { name: string }) => name)).toEqual(
    tools.slice(0, 10).map(({ name }) => name),
  );
  expect(body.tools[0].description).toBe(`${'x'.repeat(498)}…`);
  expect(body.listFaults).toEqual([
    expect.objectContaining({ kind: 'prompt', code: 'protocol' }),
  ]);
});

/** A server that holds every request until it is told to go on. */
async function startHeld() {
  const held: (() => void)[] = [];
  let left = 0;
  const peer = await serveRaw((_req, res) => {
    held.push(() => res.writeHead(500).end());
    res.once('close', () => {
      left += res.writableFinished ? 0 : 1;
    });
  });
  return {
    peer,
    isAsked: (count: number) =>
      eventually(`${count} requests`, () => held.length >= count),
    left: () => left,
    goOn: () => held.splice(0).forEach(release => release()),
  };
}

it('runs two at once for each caller, and turns the third away', async () => {
  const { peer, isAsked, goOn } = await startHeld();
  const { test, audit } = await openTest();
  const body = testing(http(peer.url));
  const first = [test(body), test(body)].map(each =>
    each.then(answer => answer),
  );
  await isAsked(2);
  const third = await test(body);
  expect([third.status, third.headers['retry-after']]).toEqual([429, '5']);
  expect(third.body.type).toBe(problemTypeOf('concurrency-limited'));
  const other = test(body, 'user:user:default/grace').then(answer => answer);
  await isAsked(3);
  const timer = setInterval(goOn, 20);
  closeLater(() => clearInterval(timer));
  for (const answer of await Promise.all([...first, other])) {
    expect(answer.status).toBe(502);
  }
  expect(await audit()).toHaveLength(3);
  expect((await test(body)).status).toBe(502);
});

it('runs sixteen at once for all callers, and turns the next away', async () => {
  const { peer, isAsked, goOn } = await startHeld();
  const { test, audit } = await openTest();
  const body = testing(http(peer.url));
  const running = Array.from({ length: 16 }, (_each, at) =>
    test(body, `user:user:default/u${at}`).then(answer => answer),
  );
  await isAsked(16);
  const next = await test(body);
  expect([next.status, next.headers['retry-after']]).toEqual([429, '5']);
  const timer = setInterval(goOn, 20);
  closeLater(() => clearInterval(timer));
  for (const { status } of await Promise.all(running)) expect(status).toBe(502);
  expect(await audit()).toHaveLength(16);
  expect((await test(body)).status).toBe(502);
});

it('is given up when its caller goes away, and is noted all the same', async () => {
  const { peer, isAsked, left } = await startHeld();
  const { app, audit, written } = await openTest();
  const server = createServer(app).listen(0, '127.0.0.1');
  closeLater(() => server.close());
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const caller = new AbortController();
  const asked = fetch(`http://127.0.0.1:${port}/v1/servers/test`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(testing(http(peer.url))),
    signal: caller.signal,
  });
  await isAsked(1);
  caller.abort();
  await expect(asked).rejects.toThrow();
  await eventually('the connection to be let go', () => left() > 0);
  const [entry] = await eventually('the entry', async () => {
    const entries = await audit();
    return entries.length > 0 && entries;
  });
  expect(entry).toMatchObject({ outcome: 'failure', reason: 'unfinished' });
  expect(await written()).toBe(0);
});

describe('a server that asks for a credential', () => {
  const guarded = () =>
    serveRaw((req, res, body) => {
      if (req.headers.authorization !== 'Bearer right-token') {
        res.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
        return;
      }
      const result =
        body.method === 'server/discover'
          ? {
              supportedVersions: ['2026-07-28'],
              capabilities: { tools: {} },
              serverInfo: { name: 'guarded', version: '1' },
              resultType: 'complete',
            }
          : { tools: [], resultType: 'complete' };
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id: body.id, result }));
    });

  it('is tested with one before anything is kept', async () => {
    const peer = await guarded();
    const { test, world, audit } = await openTest();
    const trial = (secret: string) =>
      test({
        ...testing(http(peer.url)),
        credential: { type: 'bearer', secret },
      });
    expect((await trial('right-token')).status).toBe(200);
    const refused = await trial('wrong-token');
    expect([refused.status, refused.body.type]).toEqual([
      422,
      problemTypeOf('upstream-auth'),
    ]);
    expect(refused.text).not.toContain('wrong-token');
    const without = await test(testing(http(peer.url)));
    expect(without.body).toMatchObject({
      type: problemTypeOf('upstream-login-required'),
      detail: expect.stringContaining('Add a credential.'),
    });
    for (const table of ['credentials', 'secrets', 'servers']) {
      expect(await world.database.reader(table)).toEqual([]);
    }
    expect(JSON.stringify(await audit())).not.toMatch(/right-|wrong-/);
  });

  it('is tested with a shared one, which is not sent once it expired', async () => {
    const peer = await guarded();
    const { test, world } = await openTest();
    await request(testApp([...world.credentials.routers]))
      .post('/v1/credentials')
      .send({
        name: 'team',
        origins: [new URL(peer.url).origin],
        credential: { type: 'bearer', secret: 'right-token' },
      })
      .expect(201);
    const body = { ...testing(http(peer.url)), credentialRef: 'team' };
    expect((await test(body)).status).toBe(200);
    const asked = peer.seen.length;
    await world.database.transaction(tx =>
      tx('credentials').update({ expires_at: new Date(0) }),
    );
    const refused = await test(body);
    expect(refused.body).toMatchObject({
      status: 422,
      type: problemTypeOf('upstream-credential'),
      detail: expect.stringContaining('The credential team expired'),
    });
    expect(peer.seen).toHaveLength(asked);
  });
});
