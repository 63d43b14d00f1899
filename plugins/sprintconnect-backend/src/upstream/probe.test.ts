import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import {
  closeLater,
  closePeers,
  EVERYTHING,
  serveLegacy,
  serveModern,
  serveRaw,
  startEverything,
} from './__testUtils__/peers';
import {
  failureOf,
  http,
  openUpstream,
  sse,
  stdio,
} from './__testUtils__/openUpstream';
import type { EraVerdict } from './EraVerdict';

afterEach(closePeers);

const legacy: EraVerdict = {
  era: 'legacy',
  protocolVersion: '2025-11-25',
  at: new Date('2026-11-22T12:00:00.000Z'),
};
const modern: EraVerdict = {
  era: 'modern',
  protocolVersion: '2026-07-28',
  at: new Date('2026-11-22T12:00:00.000Z'),
};
const good = { latencyMs: expect.any(Number) };

describe('a probe of a server that is well', () => {
  it('asks a modern server once', async () => {
    const { url, seen, connections } = await serveModern();
    const { probe } = openUpstream();
    expect(await probe([http(url)], { prior: modern })).toEqual(good);
    expect(await probe([http(url)])).toEqual(good);
    expect(connections()).toBe(2);
    expect(seen).toEqual(['POST server/discover', 'POST server/discover']);
  });

  it('asks a legacy server once', async () => {
    const { url, seen } = await serveLegacy({ tools: {} }, {});
    const { probe } = openUpstream();
    expect(await probe([http(url)], { prior: legacy })).toEqual(good);
    expect(seen).toEqual(['POST initialize']);
  });

  it('ends the session that a legacy server opened for it', async () => {
    const ended: unknown[] = [];
    const { url, seen } = await serveRaw((req, res, { id }) => {
      if (req.method === 'DELETE') {
        ended.push(req.headers['mcp-session-id']);
        res.writeHead(200).end();
        return;
      }
      res.writeHead(200, {
        'content-type': 'text/event-stream',
        'mcp-session-id': 'session-1',
      });
      const result = {
        protocolVersion: '2025-11-25',
        capabilities: {},
        serverInfo: { name: 'events', version: '1' },
      };
      // The stream stays open: what counts is the answer in it.
      res.write(
        `: hello\n\nevent: message\r\ndata: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\r\n\r\n`,
      );
    });
    const { probe } = openUpstream();
    expect(await probe([http(url)], { prior: legacy })).toEqual(good);
    expect(ended).toEqual(['session-1']);
    expect(seen).toEqual(['POST initialize', 'DELETE']);
  });

  it('asks the other question once when the verdict is wrong, in either direction', async () => {
    const old = await serveLegacy({ tools: {} }, {});
    const young = await serveModern({ legacy: 'reject' });
    const { probe } = openUpstream();
    expect(await probe([http(old.url)], { prior: modern })).toEqual(good);
    expect(old.seen).toEqual(['POST server/discover', 'POST initialize']);
    expect(await probe([http(young.url)], { prior: legacy })).toEqual(good);
    expect(young.seen).toEqual(['POST initialize', 'POST server/discover']);
  });

  it('connects to a real server over each transport', async () => {
    const streamable = await startEverything('streamableHttp');
    const events = await startEverything('sse');
    const { probe } = openUpstream({
      stdio: {
        everything: { command: process.execPath, args: [EVERYTHING, 'stdio'] },
      },
    });
    const limits = { prior: legacy, timeoutMs: 20_000 };
    expect(await probe([http(streamable.url)], limits)).toEqual(good);
    expect(await probe([sse(events.url)], limits)).toEqual(good);
    expect(await probe([stdio('everything')], limits)).toEqual(good);
  });

  it('is content with the second remote', async () => {
    const { url } = await serveModern();
    const { probe } = openUpstream();
    const dead = http('http://127.0.0.1:1/mcp');
    expect(await probe([dead, http(url)])).toEqual(good);
  });

  it('is content with the second remote though the first one hangs', async () => {
    const { url } = await serveModern();
    const silent = await serveRaw(() => {});
    const { probe } = openUpstream();
    const limits = { prior: modern, timeoutMs: 6_000 };
    expect(await probe([http(silent.url), http(url)], limits)).toEqual(good);
    expect(silent.seen).toHaveLength(1);
  });
});

describe('a probe of a server that is not', () => {
  it.each([
    [401, 'auth'],
    [403, 'auth'],
    [404, 'protocol'],
    [429, 'throttled'],
    [500, 'http-5xx'],
    [503, 'http-5xx'],
  ])('HTTP %i is %s, and says no more', async (status, code) => {
    const { url, seen } = await serveRaw((_req, res) =>
      res.writeHead(status).end('secret-of-the-upstream'),
    );
    const { probe } = openUpstream();
    const error = await failureOf(probe([http(`${url}?key=hidden`)]));
    expect(error.code).toBe(code);
    expect(error.message).not.toMatch(/secret|hidden/);
    // Whoever asks for patience gets it; all others may know the other question.
    expect(seen).toHaveLength(code === 'throttled' ? 1 : 2);
  });

  it.each<[string, string, string]>([
    ['HTML', 'text/html', '<html>Welcome</html>'],
    ['half a JSON text', 'application/json', '{"jsonrpc":"2.0","id":1,'],
    ['another protocol', 'application/json', '{"status":"ok"}'],
    [
      'a result of another kind',
      'application/json',
      '{"jsonrpc":"2.0","id":1,"result":{"status":"up"}}',
    ],
    [
      'the answer to another question',
      'application/json',
      '{"jsonrpc":"2.0","id":77,"result":{}}',
    ],
    ['an empty stream', 'text/event-stream', ': nothing\n\n'],
  ])('%s is a fault of protocol', async (_name, type, body) => {
    const { url } = await serveRaw((_req, res) =>
      res.writeHead(200, { 'content-type': type }).end(body),
    );
    for (const prior of [modern, legacy]) {
      const { probe } = openUpstream();
      const error = await failureOf(
        probe([http(url)], { prior, timeoutMs: 700 }),
      );
      expect(error.code).toBe('protocol');
      expect(error.message).toContain(url);
    }
  });

  it.each([
    [429, '7', 7_000, 'limits requests. It asks to wait 7 s'],
    [429, 'Sun, 22 Nov 2026 12:02:00 GMT', 120_000, 'asks to wait 120 s'],
    [429, 'soon', undefined, 'limits requests'],
    [503, '30', 30_000, 'the server failed'],
    [500, '', undefined, 'the server failed'],
  ])(
    'hears how long HTTP %i asks to be left alone: %s',
    async (...[status, header, retryAfterMs, words]) => {
      const { url } = await serveRaw((_req, res) =>
        res.writeHead(status, header ? { 'retry-after': header } : {}).end(),
      );
      const { probe } = openUpstream();
      const error = await failureOf(probe([http(url)]));
      expect(error.retryAfterMs).toBe(retryAfterMs);
      expect(error.message).toContain(words);
    },
  );

  it('leaves a server alone only when each of its remotes asks for it', async () => {
    const busy = await serveRaw((_req, res) =>
      res.writeHead(429, { 'retry-after': '60' }).end(),
    );
    const busier = await serveRaw((_req, res) =>
      res.writeHead(429, { 'retry-after': '90' }).end(),
    );
    const { probe } = openUpstream();
    const both = await failureOf(probe([http(busier.url), http(busy.url)]));
    expect(both).toMatchObject({ code: 'throttled', retryAfterMs: 60_000 });
    const dead = http('http://127.0.0.1:9/mcp');
    const one = await failureOf(probe([http(busy.url), dead]));
    expect(one.retryAfterMs).toBeUndefined();
  });

  it('waits no longer than it was told', async () => {
    const { url } = await serveRaw(() => {});
    const { probe } = openUpstream();
    const began = Date.now();
    const error = await failureOf(probe([http(url)], { timeoutMs: 200 }));
    expect(error).toMatchObject({
      code: 'timeout',
      message: `${url} didn't respond within 200 ms`,
    });
    expect(Date.now() - began).toBeLessThan(4_000);
  });

  it('also when the answer never ends', async () => {
    const { url } = await serveRaw((_req, res) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => res.write(' '), 20);
      res.on('close', () => clearInterval(timer));
    });
    const { probe } = openUpstream();
    const error = await failureOf(probe([http(url)], { timeoutMs: 200 }));
    expect(error.code).toBe('timeout');
  });

  it('tells what is refused, unknown, without TLS, and not allowed', async () => {
    const { probe } = openUpstream();
    const plain = createTcpServer(socket => {
      socket.write('SSH-2.0-hello\r\n');
      socket.on('data', () => socket.destroy());
    });
    await new Promise<void>(resolve => plain.listen(0, '127.0.0.1', resolve));
    closeLater(() => plain.close());
    const { port } = plain.address() as AddressInfo;
    const tls = createTlsServer({});
    await new Promise<void>(resolve => tls.listen(0, '127.0.0.1', resolve));
    closeLater(() => tls.close());
    const tlsPort = (tls.address() as AddressInfo).port;
    for (const [url, code] of [
      ['http://127.0.0.1:1/mcp', 'egress-refused'],
      ['http://does-not-exist.invalid/mcp', 'dns'],
      [`https://127.0.0.1:${port}/mcp`, 'tls'],
      [`https://127.0.0.1:${tlsPort}/mcp`, 'tls'],
      ['http://10.0.0.1/mcp', 'egress-refused'],
    ] as const) {
      expect([url, (await failureOf(probe([http(url)]))).code]).toEqual([
        url,
        code,
      ]);
    }
    await new Promise<void>(resolve => plain.close(() => resolve()));
    const stopped = `http://127.0.0.1:${port}/mcp`;
    expect((await failureOf(probe([http(stopped)]))).code).toBe('refused');
    const unknown = await failureOf(probe([stdio('nobody')]));
    expect(unknown.code).toBe('not-allowed');
  });
});
