import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { withSignal } from '@sprintconnect/plugin-sprintconnect-common';
import { createEgress } from '../egress';
import { createUpstream } from './createUpstream';
import { upstreamSettingsSchema } from './UpstreamSettings';
import {
  closeLater,
  closePeers,
  serveModern,
  serveRaw,
} from './__testUtils__/peers';
import {
  failureOf,
  http,
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
      expect(error.message).toContain(`${url} returned HTTP ${status}`);
      expect(error.message).not.toMatch(/s3cr3t|hidden/);
    }
  });

  it.each([401, 403, 500])(
    'does not take HTTP %i for evidence of the era, and asks the other question once',
    async status => {
      const { url, seen } = await serveRaw((_req, res) =>
        res.writeHead(status).end(),
      );
      await failureOf(openUpstream().connect([http(url)]));
      expect(seen).toEqual(['POST server/discover', 'POST initialize']);
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
    expect(Date.now() - started).toBeLessThan(8_000);
  });

  it('hangs, and the caller gives up', async () => {
    const { url } = await serveRaw(() => {});
    for (const remote of [http(url), sse(url)]) {
      const connecting = withSignal({ timeoutMs: 100 }, signal =>
        openUpstream().connect([remote], undefined, signal),
      );
      expect((await failureOf(connecting)).code).toBe('timeout');
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
        expect(error.message).toContain('Register the final URL');
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
      settings: upstreamSettingsSchema.parse({}),
    });
    for (const remote of [http(peer.url), sse(peer.url)]) {
      const error = await failureOf(
        upstream.connect(
          {
            orgId: 'default',
            serverId: 'id',
            environment: 'development',
            remotes: [remote],
          },
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
      `${url} returned error -32000: not with [hidden]`,
    );
  });

  it('has a URL that is none', async () => {
    const error = await failureOf(openUpstream().connect([http('no url')]));
    expect(error.code).toBe('protocol');
  });

  it('tells of each remote when several fail', async () => {
    const { url } = await serveRaw((_req, res) => res.writeHead(401).end());
    const error = await failureOf(
      openUpstream().connect([http(url), http('ftp://127.0.0.1/')]),
    );
    expect(error.code).toBe('auth');
    expect(error.message).toMatch(/^None of the remotes work\. 1\. .* 2\. /);
  });
});
