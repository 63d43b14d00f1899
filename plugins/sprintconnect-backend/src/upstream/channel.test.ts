import {
  parseExactly,
  type Remote,
} from '@sprintconnect/plugin-sprintconnect-common';
import { startForecastServer } from 'upstream';
import { eventually } from '../__testUtils__/eventually';
import { closeLater, closePeers, serveRaw } from './__testUtils__/peers';
import {
  failureOf,
  http,
  openUpstream,
  patient,
} from './__testUtils__/openUpstream';
import { serveSessions } from './__testUtils__/serveSessions';
import type { ChannelHandling } from './UpstreamChannel';

afterEach(closePeers);

const MODERN = '2026-07-28';
const TOOL = {
  type: 'object',
  properties: { region: { type: 'string', 'x-mcp-header': 'Region' } },
};

async function openChannel(
  url: string,
  clientCapabilities = {},
  headers: Record<string, string> = {},
) {
  const { upstream } = openUpstream({ requestTimeoutMs: 20_000 });
  const target = {
    orgId: 'default',
    serverId: 'id',
    environment: 'development',
    remotes: [{ ...http(url), headers } as Remote],
  };
  const channel = await upstream.openChannel(target, {
    signal: patient(),
    clientCapabilities,
  });
  closeLater(() => channel.close());
  return channel;
}

const handling = (more: Partial<ChannelHandling> = {}): ChannelHandling => ({
  signal: patient(),
  timeoutMs: 30_000,
  clientCapabilities: {},
  resultBytesMax: 1_000_000,
  ...more,
});

const call = (name: string, args = {}) => ({
  method: 'tools/call',
  params: { name, arguments: args },
});

/** A modern server by hand, which answers calls by what it is given, and keeps what it got. */
async function serveByHand(
  answer: (id: unknown) => string,
  type = 'application/json',
) {
  const got: { headers: Record<string, unknown>; body: unknown }[] = [];
  const peer = await serveModernThat((req, res, body) => {
    got.push({ headers: req.headers, body });
    res.writeHead(200, { 'content-type': type }).end(answer(body.id));
  });
  return { ...peer, got };
}

it.each([true, false])(
  'calls a real server (legacy only: %s)',
  async legacyOnly => {
    const server = await startForecastServer({ legacyOnly });
    closeLater(() => server.close());
    const channel = await openChannel(server.conformanceUrl);
    expect(channel.verdict.era).toBe(legacyOnly ? 'legacy' : 'modern');
    expect(channel.hasSession).toBe(legacyOnly);
    const list = { method: 'tools/list', params: {} };
    const answer = await channel.request(list, handling());
    expect(answer).toMatchObject({ result: { tools: expect.any(Array) } });
    const unknown = await channel.request(call('no-such-tool'), handling());
    expect('error' in unknown || unknown.result.isError).toBeTruthy();
  },
);

it('passes numbers on to the last digit, with headers and envelope of the modern era', async () => {
  const exact =
    '{"content":[],"structuredContent":{"id":12345678901234567890}}';
  const peer = await serveByHand(
    id => `{"jsonrpc":"2.0","id":${id},"result":${exact}}`,
  );
  const channel = await openChannel(peer.url);
  const params = parseExactly(
    '{"name":"größe","arguments":{"region":"eu"},"_meta":{"traceparent":"x","progressToken":"theirs","io.modelcontextprotocol/clientInfo":{"name":"them","version":"1"}}}',
  ).exact as { name: string };
  const answer = await channel.request(
    { method: 'tools/call', params, inputSchema: TOOL },
    handling(),
  );
  expect(JSON.stringify('result' in answer && answer.result)).toBe(exact);
  const [{ headers, body }] = peer.got;
  expect(headers).toMatchObject({
    'mcp-method': 'tools/call',
    'mcp-name': `=?base64?${Buffer.from('größe').toString('base64')}?=`,
    'mcp-param-region': 'eu',
    'mcp-protocol-version': MODERN,
  });
  expect(body).toMatchObject({
    params: {
      _meta: {
        traceparent: 'x',
        'io.modelcontextprotocol/clientInfo': { name: 'sprintconnect' },
        'io.modelcontextprotocol/protocolVersion': MODERN,
      },
    },
  });
  expect(JSON.stringify(body)).not.toContain('theirs');
});

it.each(['application/json', 'text/event-stream'])(
  'reads no further than the limit (%s)',
  async type => {
    const peer = await serveByHand(id => {
      const message = `{"jsonrpc":"2.0","id":${id},"result":{"text":"${'x'.repeat(50_000_000)}"}}`;
      return type === 'application/json' ? message : `data: ${message}\n\n`;
    }, type);
    const channel = await openChannel(peer.url);
    const asked = channel.request(
      call('big'),
      handling({ resultBytesMax: 1000 }),
    );
    const failure = await failureOf(asked);
    expect(failure).toMatchObject({ code: 'too-large', neverRan: false });
    expect(failure.message).toContain('result limit of the server');
  },
);

it.each([
  ['another id', () => '{"jsonrpc":"2.0","id":"forged","result":{}}'],
  ['no JSON-RPC', () => '<html>'],
  ['a batch', (id: unknown) => `[{"jsonrpc":"2.0","id":${id},"result":{}}]`],
  [
    'too deep',
    (id: unknown) =>
      `{"jsonrpc":"2.0","id":${id},"result":{"a":${'['.repeat(5000)}${']'.repeat(5000)}}}`,
  ],
])('refuses an answer of %s', async (_what, answer) => {
  const channel = await openChannel((await serveByHand(answer)).url);
  const failure = await failureOf(channel.request(call('x'), handling()));
  expect(failure).toMatchObject({ code: 'protocol', neverRan: false });
});

it('drops answers to others and takes the first of its own', async () => {
  const peer = await serveByHand(
    id =>
      [
        `{"jsonrpc":"2.0","id":999,"result":{"n":1}}`,
        `{"jsonrpc":"2.0","id":${id},"result":{"n":2}}`,
        `{"jsonrpc":"2.0","id":${id},"result":{"n":3}}`,
      ]
        .map(data => `data: ${data}\n\n`)
        .join(''),
    'text/event-stream',
  );
  const channel = await openChannel(peer.url);
  const answer = await channel.request(call('x'), handling());
  expect(answer).toMatchObject({ result: { n: 2 } });
});

it('says of a lost session that nothing ran, and is over', async () => {
  const peer = await serveSessions(
    (_session, method) => method !== 'tools/call',
  );
  const channel = await openChannel(peer.url);
  const failure = await failureOf(channel.request(call('x'), handling()));
  expect(failure).toMatchObject({ lostSession: true, neverRan: true });
  expect(channel.isOver).toBe(true);
});

it('reports progress where it is asked for, answers questions, and resumes a stream that broke', async () => {
  const server = await startForecastServer({});
  closeLater(() => server.close());
  const { upstream, clock } = openUpstream({ requestTimeoutMs: 20_000 });
  const prior = {
    era: 'legacy' as const,
    protocolVersion: '2025-11-25',
    at: clock.now(),
  };
  const remotes = [http(server.conformanceUrl)];
  const clientCapabilities = { elicitation: {} };
  const channel = await upstream.openChannel(
    {
      orgId: 'default',
      serverId: 'id',
      environment: 'development',
      remotes,
      prior,
    },
    { signal: patient(), clientCapabilities },
  );
  closeLater(() => channel.close());
  const progress: number[] = [];
  await channel.request(
    call('test_tool_with_progress'),
    handling({ onProgress: each => progress.push(each.progress) }),
  );
  expect(progress.length).toBeGreaterThan(1);
  const asked = await channel.request(
    call('test_elicitation', { message: 'Who?' }),
    handling({
      clientCapabilities,
      onQuestion: async () => ({ action: 'decline' }),
    }),
  );
  expect(JSON.stringify(asked)).toContain('action: decline');
  const resumed = await channel.request(call('test_reconnection'), handling());
  expect(resumed).toMatchObject({ result: { content: expect.any(Array) } });
});

it('says of a server that is not there that nothing ran, and of one that hangs up that it may have', async () => {
  const hangUp = await serveLegacyThat((_req, res) => res.destroy());
  const broken = await failureOf(hangUp.channel.request(call('x'), handling()));
  expect(broken).toMatchObject({ code: 'refused', neverRan: false });
  const away = await serveByHand(() => '{}');
  const channel = await openChannel(away.url);
  await away.stop();
  const gone = await failureOf(channel.request(call('x'), handling()));
  expect(gone).toMatchObject({ code: 'refused', neverRan: true });
});

it('asks for a login without passing the challenge on', async () => {
  const { channel } = await serveLegacyThat((_req, res) =>
    res
      .writeHead(401, { 'www-authenticate': 'Bearer realm="secret-realm"' })
      .end(),
  );
  const failure = await failureOf(channel.request(call('x'), handling()));
  expect(failure.code).toBe('login-required');
  expect(failure.message).not.toContain('secret-realm');
});

it('cancels at the server when the caller stops waiting, and when time is over', async () => {
  const { channel, peer } = await serveLegacyThat(() => {});
  const caller = new AbortController();
  const asked = failureOf(
    channel.request(call('x'), handling({ signal: caller.signal })),
  );
  await eventually('the call', async () =>
    peer.seen.includes('POST tools/call'),
  );
  caller.abort();
  expect((await asked).message).toContain('cancelled');
  const cancellations = () =>
    peer.seen.filter(each => each === 'POST notifications/cancelled').length;
  await eventually('the cancellation', async () => cancellations() === 1);
  const late = await failureOf(
    channel.request(call('x'), handling({ timeoutMs: 1_000 })),
  );
  expect(late).toMatchObject({ code: 'timeout', neverRan: false });
  await eventually('another', async () => cancellations() === 2);
});

it('sends nothing of a call that was cancelled before', async () => {
  const { channel, peer } = await serveLegacyThat(() => {});
  const asked = channel.request(
    call('x'),
    handling({ signal: AbortSignal.abort() }),
  );
  expect(await failureOf(asked)).toMatchObject({ neverRan: true });
  expect(peer.seen).not.toContain('POST tools/call');
});

it('hides what we sent as a secret in errors of the server', async () => {
  const { channel } = await serveLegacyThat(
    (req, res, { id }) => {
      const error = {
        code: -32000,
        message: `bad ${req.headers['x-key']}`,
        data: { key: req.headers['x-key'] },
      };
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ jsonrpc: '2.0', id, error }));
    },
    { 'x-key': 'hunter22' },
  );
  const answer = await channel.request(call('x'), handling());
  expect(answer).toMatchObject({
    error: { code: -32000, message: 'bad [hidden]' },
  });
  expect(JSON.stringify(answer)).not.toContain('hunter22');
});

it('asks for no progress where nobody wants it, and hears what the server announces by itself', async () => {
  const bodies: string[] = [];
  const { channel } = await serveLegacyThat((req, res, body) => {
    if (req.method === 'GET') {
      const message = {
        jsonrpc: '2.0',
        method: 'notifications/resources/updated',
        params: { uri: 'a://b' },
      };
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(`data: ${JSON.stringify(message)}\n\n`);
      return;
    }
    bodies.push(JSON.stringify(body));
    const ofOthers = {
      jsonrpc: '2.0',
      method: 'notifications/progress',
      params: { progressToken: 77, progress: 1 },
    };
    const answer = { jsonrpc: '2.0', id: body.id, result: {} };
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.end(
      [ofOthers, answer]
        .map(each => `data: ${JSON.stringify(each)}\n\n`)
        .join(''),
    );
  });
  const heard: unknown[] = [];
  const stop = channel.onNotification(message => heard.push(message));
  await eventually('the announcement', async () =>
    heard.some(each => JSON.stringify(each).includes('a://b')),
  );
  await channel.request(call('x'), handling());
  expect(bodies.join()).not.toContain('progressToken');
  const progress: unknown[] = [];
  await channel.request(
    call('x'),
    handling({ onProgress: each => progress.push(each) }),
  );
  expect(bodies.at(-1)).toContain('progressToken');
  expect(progress).toEqual([]);
  expect(JSON.stringify(heard)).not.toContain('progress');
  stop();
});

/** A legacy server that answers all but the handshake as it is told. */
async function serveLegacyThat(
  listener: Parameters<typeof serveRaw>[0],
  headers: Record<string, string> = {},
) {
  const peer = await serveRaw((req, res, body) => {
    const { method, id } = body;
    if (method?.startsWith('notifications/')) return res.writeHead(202).end();
    if (method === 'server/discover') return res.writeHead(404).end();
    if (method !== 'initialize') return listener(req, res, body);
    const serverInfo = { name: 'by-hand', version: '1' };
    const result = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      serverInfo,
    };
    res.writeHead(200, { 'content-type': 'application/json' });
    return res.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
  });
  const channel = await openChannel(peer.url, {}, headers);
  return { channel, peer };
}

it('cancels at a modern server by ending the stream, and sends no notification', async () => {
  let hungUp = 0;
  const peer = await serveModernThat((_req, res) => {
    res.on('close', () => hungUp++);
    res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  });
  const channel = await openChannel(peer.url);
  const caller = new AbortController();
  const asked = failureOf(
    channel.request(call('x'), handling({ signal: caller.signal })),
  );
  await eventually('the call', async () =>
    peer.seen.includes('POST tools/call'),
  );
  caller.abort();
  expect((await asked).message).toContain('cancelled');
  await eventually('the end of the stream', async () => hungUp === 1);
  expect(peer.seen).not.toContain('POST notifications/cancelled');
});

it('says of a modern stream that ends without the answer that it failed, and asks no more', async () => {
  const peer = await serveModernThat((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.end('id: 1\ndata:\n\n');
  });
  const channel = await openChannel(peer.url);
  const failure = await failureOf(channel.request(call('x'), handling()));
  expect(failure).toMatchObject({ code: 'protocol', neverRan: false });
  expect(peer.seen.filter(each => each.startsWith('GET'))).toEqual([]);
});

it('does not call a tool whose schema asks for headers that MCP forbids', async () => {
  const peer = await serveModernThat(() => {});
  const channel = await openChannel(peer.url);
  const inputSchema = {
    type: 'object',
    properties: { a: { type: 'string', 'x-mcp-header': 'a\r\nb' } },
  };
  const asked = channel.request({ ...call('x'), inputSchema }, handling());
  expect(await failureOf(asked)).toMatchObject({ neverRan: true });
  expect(peer.seen).not.toContain('POST tools/call');
});

/** A modern server that answers all but the handshake as it is told. */
function serveModernThat(listener: Parameters<typeof serveRaw>[0]) {
  return serveRaw((req, res, body) => {
    if (body.method !== 'server/discover') return listener(req, res, body);
    const result = {
      resultType: 'complete',
      supportedVersions: [MODERN],
      capabilities: { tools: {} },
      ttlMs: 0,
      cacheScope: 'private',
    };
    res.writeHead(200, { 'content-type': 'application/json' });
    return res.end(JSON.stringify({ jsonrpc: '2.0', id: body.id, result }));
  });
}
