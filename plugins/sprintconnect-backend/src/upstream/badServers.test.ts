import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { createEgress } from '../egress';
import { createUpstream } from './createUpstream';
import {
  closeLater,
  closePeers,
  makeTools,
  serveLegacy,
  serveModern,
  serveRaw,
} from './__testUtils__/peers';
import {
  countsOf,
  failureOf,
  http,
  namesOf,
  openUpstream,
  patient,
  sse,
} from './__testUtils__/openUpstream';

afterEach(closePeers);

const SECRET = 'Bearer s3cr3t-value';

describe('a server that cannot be connected to', () => {
  it.each([
    [401, 'auth'],
    [403, 'auth'],
    [404, 'protocol'],
    [405, 'protocol'],
    [500, 'http-5xx'],
    [503, 'http-5xx'],
  ])('HTTP %i is %s, over both transports', async (status, code) => {
    const { url } = await serveRaw((req, res) =>
      res.writeHead(status).end(`no, ${req.headers['x-key']}`),
    );
    for (const type of ['streamable-http', 'sse'] as const) {
      const error = await failureOf(
        openUpstream().connect([
          { type, url: `${url}?key=hidden`, headers: { 'x-key': SECRET } },
        ]),
      );
      expect([type, error.code]).toEqual([type, code]);
      expect(error.message).toContain(`${url} answers HTTP ${status}`);
      expect(error.message).not.toMatch(/s3cr3t|hidden/);
    }
  });

  it.each([401, 403, 500])(
    'does not take HTTP %i for evidence of the era',
    async status => {
      const { url, seen } = await serveRaw((_req, res) =>
        res.writeHead(status).end(),
      );
      await failureOf(openUpstream().connect([http(url)]));
      expect(seen).toEqual(['POST server/discover']);
    },
  );

  it('hangs', async () => {
    const { url } = await serveRaw(() => {});
    const started = Date.now();
    for (const remote of [http(url), sse(url)]) {
      const upstream = openUpstream({ connectTimeoutMs: 200 });
      const error = await failureOf(upstream.connect([remote]));
      expect(error.code).toBe('timeout');
      expect(error.message).toContain('within 200 ms');
    }
    expect(Date.now() - started).toBeLessThan(3_000);
  });

  it('hangs, and the caller gives up', async () => {
    const { url } = await serveRaw(() => {});
    for (const remote of [http(url), sse(url)]) {
      const signal = AbortSignal.timeout(100);
      const error = await failureOf(
        openUpstream().connect([remote], undefined, signal),
      );
      expect(error.code).toBe('timeout');
    }
  });

  it.each([
    ['application/json', '{"jsonrpc": garbage'],
    ['application/json', '{"some": "json"}'],
    ['application/json', 'null'],
    ['text/html', '<html>Welcome</html>'],
    ['text/event-stream', 'data: garbage\n\n'],
    ['text/plain', ''],
  ])('answers %s: %s', async (type, body) => {
    const { url } = await serveRaw((_req, res) =>
      res.writeHead(200, { 'content-type': type }).end(body),
    );
    const error = await failureOf(openUpstream().connect([http(url)]));
    expect(error.code).toBe('protocol');
    expect(error.message).toContain('Check that the URL');
  });

  it('redirects to another origin, which is never asked', async () => {
    const other = await serveModern();
    for (const status of [302, 307]) {
      const { url } = await serveRaw((_req, res) =>
        res.writeHead(status, { location: other.url }).end(),
      );
      for (const remote of [http(url), sse(url)]) {
        const error = await failureOf(openUpstream().connect([remote]));
        expect(error.code).toBe('egress-refused');
        expect(error.message).toContain('register the final URL');
      }
    }
    expect(other.connections()).toBe(0);
  });

  it('names another origin as its SSE endpoint, which is never asked', async () => {
    const other = await serveModern();
    const { url } = await serveRaw((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(`event: endpoint\ndata: ${other.url}\n\n`);
    });
    const error = await failureOf(openUpstream().connect([sse(url)]));
    expect(error.code).toBe('protocol');
    expect(other.connections()).toBe(0);
  });

  it('is at an address that is not allowed', async () => {
    const peer = await serveModern();
    const egress = createEgress({ allow: [] });
    closeLater(() => egress.close());
    const upstream = createUpstream({
      egress,
      environment: {},
      clock: { now: () => new Date() },
      settings: {
        stdio: {},
        connectTimeoutMs: 5_000,
        requestTimeoutMs: 5_000,
        bodyBytesMax: 1_000_000,
        messagesMax: 100,
      },
    });
    for (const remote of [http(peer.url), sse(peer.url)]) {
      const error = await failureOf(
        upstream.connect(
          { orgId: 'default', serverId: 'id', remotes: [remote] },
          patient(),
        ),
      );
      expect(error.code).toBe('egress-refused');
      expect(error.message).toContain('sprintconnect.egress.allow');
    }
    expect(peer.connections()).toBe(0);
  });

  it('is not there, has no name, or has no TLS', async () => {
    const { url, port } = await serveRaw((_req, res) => res.end());
    const https = `https://127.0.0.1:${port}/mcp`;
    const connect = (to: string) => openUpstream().connect([http(to)]);
    expect((await failureOf(connect(https))).code).toBe('tls');
    expect(
      (await failureOf(connect('http://no-such-host.invalid/'))).code,
    ).toBe('dns');
    await closePeers();
    expect((await failureOf(connect(url))).code).toBe('refused');
  });

  it('speaks no HTTP', async () => {
    const server = createTcpServer(socket => {
      socket.on('error', () => {});
      socket.end('220 mail.test ESMTP\r\n');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    closeLater(() => server.close());
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    expect((await failureOf(openUpstream().connect([http(url)]))).code).toBe(
      'refused',
    );
  });

  it('refuses initialize, echoing a secret', async () => {
    const { url } = await serveRaw((req, res, { id }) =>
      res.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          jsonrpc: '2.0',
          id,
          error: { code: -32000, message: `not\nwith ${req.headers['x-key']}` },
        }),
      ),
    );
    const error = await failureOf(
      openUpstream().connect([
        { type: 'streamable-http', url, headers: { 'x-key': SECRET } },
      ]),
    );
    expect(error.message).toBe(
      `${url} answers with error -32000: not with [hidden]`,
    );
  });

  it('tells of each remote when several fail', async () => {
    const { url } = await serveRaw((_req, res) => res.writeHead(401).end());
    const error = await failureOf(
      openUpstream().connect([http(url), http('ftp://127.0.0.1/')]),
    );
    expect(error.code).toBe('auth');
    expect(error.message).toMatch(/^None of the remotes works\. 1\. .* 2\. /);
  });
});

describe('a server whose lists are wrong', () => {
  it('gives definitions through unchanged, however odd', async () => {
    const odd = [
      { name: 'no schema' },
      { name: 'schema is text', inputSchema: 'text', outputSchema: 7 },
      { name: 'null', inputSchema: null, annotations: [] },
      { name: 'same' },
      { name: 'same', vendor: { deep: [1, { 'x-y': null }] } },
      { name: 'ref', inputSchema: { type: 'object', $ref: '#' } },
    ];
    const { url } = await serveLegacy(
      { tools: {} },
      { 'tools/list': () => ({ tools: odd, extra: true }) },
    );
    const connection = await openUpstream().connect([http(url)]);
    const pages = [];
    for await (const page of connection.list('tool', patient())) {
      pages.push(page);
    }
    expect(pages).toEqual([
      odd.map(definition => ({
        kind: 'tool',
        name: definition.name,
        definition,
      })),
    ]);
  });

  it('gives odd definitions of modern servers through as well', async () => {
    const { url } = await serveRaw((_req, res, { id, method }) => {
      const result =
        method === 'server/discover'
          ? {
              resultType: 'complete',
              supportedVersions: ['2026-07-28'],
              capabilities: { tools: {} },
            }
          : { tools: [{ name: 'odd', inputSchema: 'text' }], ttlMs: 5 };
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
    const connection = await openUpstream().connect([http(url)]);
    expect(connection.verdict.era).toBe('modern');
    expect(await namesOf(connection, 'tool')).toEqual(['odd']);
    expect(connection.ttlMs).toBe(5);
  });

  it.each([
    [
      'an item without a name',
      { tools: [{ name: 'a' }, {}] },
      'item 2 has no "name"',
    ],
    ['an item that is no object', { tools: ['a'] }, 'item 1 has no "name"'],
    ['no list', {}, 'without the array "tools"'],
    ['a list that is none', { tools: {} }, 'without the array "tools"'],
    ['a cursor that is none', { tools: [], nextCursor: 1 }, 'not a string'],
    [
      'a wish for input',
      { tools: [], resultType: 'input_required' },
      'not complete',
    ],
  ])('says so: %s', async (_what, result, words) => {
    const { url } = await serveLegacy(
      { tools: {} },
      { 'tools/list': () => result },
    );
    const connection = await openUpstream().connect([http(url)]);
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error.code).toBe('protocol');
    expect(error.message).toContain(words);
  });

  it('pages until the cursor ends, also by null or nothing', async () => {
    for (const end of [undefined, null, '']) {
      const { url } = await serveLegacy(
        { tools: {} },
        {
          'tools/list': ({ cursor = '0' }) => ({
            tools: [{ name: `t${cursor}` }],
            nextCursor: cursor === '2' ? end : String(Number(cursor) + 1),
          }),
        },
      );
      const connection = await openUpstream().connect([http(url)]);
      expect(await namesOf(connection, 'tool')).toEqual(['t0', 't1', 't2']);
    }
  });

  it('pages in circles', async () => {
    const { url, seen } = await serveLegacy(
      { tools: {} },
      { 'tools/list': () => ({ tools: [{ name: 'a' }], nextCursor: 'again' }) },
    );
    const connection = await openUpstream().connect([http(url)]);
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error.message).toContain('pages in circles');
    expect(seen.filter(each => each === 'POST tools/list')).toHaveLength(2);
  });

  it('has pages without end, empty or not', async () => {
    let page = 0;
    const next = () => ({ nextCursor: String(page++) });
    const { url } = await serveLegacy(
      { tools: {}, prompts: {} },
      {
        'tools/list': () => ({ tools: makeTools(999), ...next() }),
        'prompts/list': () => ({ prompts: [], ...next() }),
      },
    );
    const upstream = openUpstream({ messagesMax: 10_000 });
    const connection = await upstream.connect([http(url)]);
    const items = await failureOf(namesOf(connection, 'tool'));
    expect(items.code).toBe('too-large');
    expect(items.message).toContain('tools/list has more items than 10000');
    const pages = await failureOf(namesOf(connection, 'prompt'));
    expect(pages.message).toContain('prompts/list has more pages than 1000');
  });

  it('sends a body beyond the cap, plain or as a stream', async () => {
    const description = 'x'.repeat(200_000);
    const { url } = await serveLegacy(
      { tools: {} },
      { 'tools/list': () => ({ tools: [{ name: 'a', description }] }) },
    );
    const upstream = openUpstream({ bodyBytesMax: 100_000 });
    const connection = await upstream.connect([http(url)]);
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error.code).toBe('too-large');
    expect(error.message).toContain('sprintconnect.upstream.bodyBytesMax');
    await connection.closed;

    const streaming = await serveRaw((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => res.write(`: ${description}\n`), 1);
      res.on('close', () => clearInterval(timer));
    });
    const endless = await failureOf(upstream.connect([http(streaming.url)]));
    expect(endless.code).toBe('too-large');
  });

  it('sends messages without end', async () => {
    const { url } = await serveRaw((_req, res, { id, method }) => {
      if (method === 'initialize' || id === undefined) {
        const result = {
          protocolVersion: '2025-06-18',
          capabilities: {},
          serverInfo: { name: 'x', version: '1' },
        };
        res
          .writeHead(id === undefined ? 202 : 200, {
            'content-type': 'application/json',
          })
          .end(
            id === undefined
              ? ''
              : JSON.stringify({ jsonrpc: '2.0', id, result }),
          );
        return;
      }
      if (method === 'server/discover') {
        res.writeHead(400).end();
        return;
      }
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      const noise = {
        jsonrpc: '2.0',
        method: 'notifications/message',
        params: { level: 'info', data: 1 },
      };
      const timer = setInterval(
        () => res.write(`data: ${JSON.stringify(noise)}\n\n`.repeat(20)),
        1,
      );
      res.on('close', () => clearInterval(timer));
    });
    const connection = await openUpstream({ messagesMax: 100 }).connect([
      http(url),
    ]);
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error.code).toBe('too-large');
    expect(error.message).toContain('sprintconnect.upstream.messagesMax');
  });

  it('stops answering after the connection', async () => {
    const { url } = await serveLegacy(
      { tools: {}, prompts: {} },
      { 'prompts/list': () => ({ prompts: [{ name: 'p' }] }) },
    );
    const hanging = await serveRaw(async (req, res, body) => {
      if (body.method === 'tools/list') {
        return;
      }
      const response = await globalThis.fetch(url, {
        method: req.method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      res
        .writeHead(response.status, { 'content-type': 'application/json' })
        .end(await response.text());
    });
    const upstream = openUpstream({ requestTimeoutMs: 300 });
    const connection = await upstream.connect([http(hanging.url)]);
    expect(await namesOf(connection, 'prompt')).toEqual(['p']);
    expect((await failureOf(namesOf(connection, 'tool'))).code).toBe('timeout');
  });
});

describe('a server that lies about what it offers', () => {
  it('claims what it does not know', async () => {
    const { url } = await serveLegacy(
      { tools: {}, resources: {}, prompts: {} },
      { 'tools/list': () => ({ tools: makeTools(2) }) },
    );
    const connection = await openUpstream().connect([http(url)]);
    expect(await countsOf(connection)).toEqual({
      tool: 2,
      resource: 0,
      'resource-template': 0,
      prompt: 0,
    });
  });

  it('claims nothing, and is asked for everything', async () => {
    const { url } = await serveLegacy(
      {},
      { 'tools/list': () => ({ tools: makeTools(2) }) },
    );
    const connection = await openUpstream().connect([http(url)]);
    expect((await countsOf(connection)).tool).toBe(2);
  });

  it('claims some, and is not asked for the rest', async () => {
    const { url, seen } = await serveLegacy(
      { tools: {} },
      { 'tools/list': () => ({ tools: makeTools(1) }) },
    );
    const connection = await openUpstream().connect([http(url)]);
    expect((await countsOf(connection)).tool).toBe(1);
    expect(seen.filter(each => each.endsWith('/list'))).toEqual([
      'POST tools/list',
    ]);
    expect(connection.onListChanged(() => {})).toBeUndefined();
  });

  it('says unknown method by HTTP 404, as modern servers do', async () => {
    const { url } = await serveRaw((_req, res, { id, method }) => {
      if (method !== 'server/discover') {
        res.writeHead(404, { 'content-type': 'application/json' }).end(
          JSON.stringify({
            jsonrpc: '2.0',
            id,
            error: { code: -32601, message: 'Method not found' },
          }),
        );
        return;
      }
      const result = {
        resultType: 'complete',
        supportedVersions: ['2026-07-28'],
        capabilities: { prompts: {} },
      };
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
    const connection = await openUpstream().connect([http(url)]);
    expect(await namesOf(connection, 'prompt')).toEqual([]);
  });

  it('announces changes on a stream that it opens when asked', async () => {
    const { url, seen } = await serveRaw((req, res, { id, method }) => {
      if (req.method === 'GET') {
        res.writeHead(200, { 'content-type': 'text/event-stream' });
        for (const list of ['resources', 'prompts']) {
          const announced = `notifications/${list}/list_changed`;
          res.write(
            `data: ${JSON.stringify({ jsonrpc: '2.0', method: announced })}\n\n`,
          );
        }
        setTimeout(() => res.end(), 100);
        return;
      }
      if (method !== 'initialize') {
        res.writeHead(id === undefined ? 202 : 400).end();
        return;
      }
      const result = {
        protocolVersion: '2025-06-18',
        capabilities: { resources: { listChanged: true }, prompts: {} },
        serverInfo: { name: 'x', version: '1' },
      };
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
    const connection = await openUpstream().connect([http(url)]);
    expect(seen).not.toContain('GET');
    const heard: unknown[] = [];
    await connection.onListChanged(kinds => heard.push(kinds));
    expect(await connection.closed).toBeUndefined();
    expect(heard).toEqual([['resource', 'resource-template']]);
    expect(seen.filter(each => each === 'GET')).toHaveLength(1);
  });

  it('promises announcements and has no stream for them', async () => {
    const { url } = await serveLegacy({ tools: { listChanged: true } }, {});
    const upstream = openUpstream();
    const connection = await upstream.connect([http(url)]);
    expect((await failureOf(connection.onListChanged(() => {})!)).code).toBe(
      'protocol',
    );
  });
});
