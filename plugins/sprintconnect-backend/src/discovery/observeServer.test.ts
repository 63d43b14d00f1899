import type { ServerResponse } from 'node:http';
import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import { startForecastServer } from 'upstream';
import {
  startHostileServer,
  startLoopbackUpstream,
  type HostileServer,
} from '../__testUtils__';
import {
  closeLater,
  closePeers,
  EVERYTHING,
  MEMORY,
  serveLegacy,
  serveRaw,
  startEverything,
} from '../upstream/__testUtils__/peers';
import { observeServer } from './observeServer';

afterEach(closePeers);

const node = (...args: string[]) => ({ command: process.execPath, args });

function observe(
  remote: Remote,
  settings: Parameters<typeof startLoopbackUpstream>[0] = {},
) {
  const { upstream, close } = startLoopbackUpstream(settings);
  closeLater(close);
  const steps: string[] = [];
  const observed = observeServer(
    upstream,
    {
      orgId: 'default',
      serverId: 'id',
      environment: 'development',
      remotes: [remote],
    },
    {
      signal: new AbortController().signal,
      progress: ({ done, total, message }) =>
        steps.push(`${done}/${total} ${message}`),
    },
  );
  return Object.assign(observed, { steps });
}

const counted = (observed: Awaited<ReturnType<typeof observe>>) => {
  const of = (kind: string) =>
    observed.capabilities.filter(each => each.kind === kind).length;
  return [of('tool'), of('resource'), of('resource-template'), of('prompt')];
};

describe('observeServer, of real servers', () => {
  it('sees a modern server whole, with its instructions and its ttl', async () => {
    const server = await startForecastServer();
    closeLater(server.close);
    const observing = observe({ type: 'streamable-http', url: server.url });
    const observed = await observing;
    expect(observed).toMatchObject({
      era: 'modern',
      protocolVersion: '2026-07-28',
      serverInfo: { name: 'forecast', title: 'Forecast', version: '1.4.0' },
      ttlMs: 300_000,
      remoteUrl: server.url,
    });
    expect(observed.instructions).toContain('search_places');
    expect(counted(observed)).toEqual([6, 2, 1, 2]);
    expect(observing.steps.slice(0, 2)).toEqual([
      '0/5 Connecting',
      '1/5 Connected, MCP 2026-07-28',
    ]);
    expect(observing.steps).toHaveLength(6);
    expect(observing.steps[5]).toMatch(/^5\/5 Listed \d/);
  });

  it.each(['streamableHttp', 'sse'] as const)(
    'sees a legacy server over %s',
    async transport => {
      const { url } = await startEverything(transport);
      const type = transport === 'sse' ? 'sse' : 'streamable-http';
      const observed = await observe({ type, url });
      expect(observed).toMatchObject({
        era: 'legacy',
        protocolVersion: '2025-11-25',
        remoteUrl: url,
      });
      expect(observed.ttlMs).toBeUndefined();
      expect(counted(observed)).toEqual([13, 7, 2, 4]);
    },
  );

  it.each([
    ['everything', node(EVERYTHING, 'stdio'), [13, 7, 2, 4]],
    ['memory', node(MEMORY), [9, 1, 0, 0]],
  ])('sees %s over stdio', async (name, entry, counts) => {
    const settings = { stdio: { [name]: entry } };
    const observed = await observe({ type: 'stdio', url: name }, { settings });
    expect(observed.remoteUrl).toBe(name);
    expect(counted(observed)).toEqual(counts);
  });
});

describe('observeServer, of a hostile server', () => {
  let hostile: HostileServer;
  beforeAll(async () => {
    hostile = await startHostileServer();
  });
  afterAll(() => hostile.close());

  const impatient = {
    settings: {
      connectTimeoutMs: 1_000,
      requestTimeoutMs: 1_000,
      bodyBytesMax: 4 * 1024 * 1024,
    },
  };
  // A busy machine needs long to write thousands of tools.
  const patient = {
    settings: { connectTimeoutMs: 30_000, requestTimeoutMs: 30_000 },
  };
  const observePath = (path: string, options = {}) =>
    observe({ type: 'streamable-http', url: hostile.url(path) }, options);

  it.each([
    ['good', 2],
    ['lacks', 1],
    ['liar', 0],
    ['thousands', 5000],
    ['recursive', 1],
    ['network-ref', 1],
  ])('takes what "%s" offers', async (path, tools) => {
    const observed = await observePath(path, patient);
    expect(counted(observed)).toEqual([tools, 0, 0, 0]);
    expect(hostile.refHits()).toBe(0);
  });

  it.each([
    ['duplicates', 2, 'duplicate-name', /"twice" is listed twice/],
    ['nameless', 1, 'invalid-item', /Item 2 of the tools has no "name"/],
  ])(
    'takes what can be kept of "%s"',
    async (path, ...[tools, code, words]) => {
      const observed = await observePath(path);
      expect(counted(observed)).toEqual([tools, 0, 0, 0]);
      expect(observed.faults).toEqual([
        {
          kind: 'tool',
          code,
          message: expect.stringMatching(words),
          leftOut: { count: 1, names: path === 'nameless' ? [] : ['twice'] },
        },
      ]);
    },
  );

  it.each([
    ['too-many', 'too-large', /10000/],
    ['huge-schema', 'schema-too-large', /"odd" has a definition of 391 KiB/],
    ['cyclic-ref', 'schema-endless', /inputSchema#\/\$defs\/[ab]/],
    ['deep', 'schema-too-deep', /nested more than 64 levels/],
    ['invalid-json', 'protocol', /didn't return a JSON-RPC message/],
    ['wrong-id', 'timeout', /didn't respond in time/],
    ['not-json-rpc', 'protocol', /Check that the URL/],
    ['hang', 'timeout', /didn't respond in time/],
    ['hang-at-once', 'timeout', /within 1000 ms/],
    ['endless-cursor', 'too-large', /pages than 1000/],
    ['same-cursor', 'protocol', /pages repeat/],
    ['drip-feed', 'timeout', /didn't respond in time/],
    ['oversized', 'too-large', /./],
    ['server-error', 'http-5xx', /HTTP 500/],
    ['redirect', 'egress-refused', /./],
  ])('refuses "%s" as %s', async (path, code, words) => {
    // A busy machine has the time that it needs, where it is not the time that runs out.
    const options = code === 'timeout' ? impatient : {};
    const error = await observePath(path, options).catch(each => each);
    expect(error).toMatchObject({
      code,
      message: expect.stringMatching(words),
    });
    expect(error.message).not.toContain('secret-of-the-upstream');
    expect(error.message.length).toBeLessThan(400);
  });

  it('knows every bad path', () => {
    const tried = 6 - 1 + 15 + 2;
    expect(hostile.paths).toHaveLength(tried);
  });

  it('gives up when it is told to, and closes the connection', async () => {
    const { upstream, close } = startLoopbackUpstream();
    closeLater(close);
    const controller = new AbortController();
    const observing = observeServer(
      upstream,
      {
        orgId: 'default',
        serverId: 'id',
        environment: 'development',
        remotes: [{ type: 'streamable-http', url: hostile.url('hang') }],
      },
      {
        signal: controller.signal,
        progress: ({ done }) => done === 1 && controller.abort(),
      },
    );
    await expect(observing).rejects.toThrow(/cancelled/);
  });
});

describe('observeServer, of a server with a failing list', () => {
  const CLAIMS = { tools: {}, prompts: {}, resources: {} };
  const tools = [{ name: 'berth', inputSchema: { type: 'object' } }];
  const fails = () => {
    throw new Error('the database is down');
  };

  it.each([
    [
      'an error of its own',
      { prompts: fails, words: /error -32603: the database/ },
    ],
    [
      'a malformed list',
      { prompts: () => ({ prompts: 'x' }), words: /"prompts"/ },
    ],
    [
      'pages in circles',
      {
        prompts: () => ({ prompts: [{ name: 'p' }], nextCursor: 'again' }),
        words: /pages repeat/,
      },
    ],
  ])('keeps the others beside %s', async (_what, { prompts, words }) => {
    const { url } = await serveLegacy(CLAIMS, {
      'tools/list': () => ({ tools }),
      'resources/list': () => ({ resources: [{ uri: 'sea://1' }] }),
      'prompts/list': prompts,
    });
    const observing = observe({ type: 'streamable-http', url });
    const observed = await observing;
    expect(counted(observed)).toEqual([1, 1, 0, 0]);
    expect(observed.faults).toEqual([
      {
        kind: 'prompt',
        code: 'protocol',
        message: expect.stringMatching(words),
      },
    ]);
    expect(observing.steps).toContainEqual(
      expect.stringMatching(/^[2-5]\/5 Couldn't list prompts$/),
    );
  });

  it.each([
    ['answers HTTP 500', { timeoutMs: 5_000, status: 500, code: 'http-5xx' }],
    ['does not answer', { timeoutMs: 500, status: undefined, code: 'timeout' }],
  ])(
    'keeps the others where one %s',
    async (_what, { timeoutMs, status, code }) => {
      const { url } = await serveByHand(({ method, res, reply }) => {
        if (method === 'initialize') return reply(handshake(CLAIMS));
        if (method === 'tools/list') return reply({ tools });
        if (method !== 'resources/list') return reply({});
        return status && res.writeHead(status).end();
      });
      const { faults, capabilities } = await observe(
        { type: 'streamable-http', url },
        {
          settings: { connectTimeoutMs: 5_000, requestTimeoutMs: timeoutMs },
        },
      );
      expect(capabilities.map(each => each.name)).toEqual(['berth']);
      expect(faults).toContainEqual(
        expect.objectContaining({ kind: 'resource', code }),
      );
    },
  );

  it('fails with the first where every list that it asks for fails', async () => {
    const { url } = await serveLegacy(
      { tools: {}, prompts: {} },
      { 'tools/list': fails, 'prompts/list': () => ({}) },
    );
    const observed = observe({ type: 'streamable-http', url });
    await expect(observed).rejects.toThrow('the database is down');
  });

  it('fails where the session is lost on the way', async () => {
    const { url } = await serveByHand(({ method, res, reply }) => {
      if (method === 'initialize') {
        res.setHeader('mcp-session-id', 's1');
        return reply(handshake(CLAIMS));
      }
      if (method === 'tools/list') return reply({ tools });
      return res.writeHead(404).end();
    });
    const observed = observe({ type: 'streamable-http', url });
    await expect(observed).rejects.toThrow('HTTP 404');
  });

  it('fails where the connection breaks on the way', async () => {
    const { url } = await serveByHand(async ({ method, res, reply }) => {
      if (method === 'initialize') return reply(handshake(CLAIMS));
      if (method === 'tools/list') return reply({ tools });
      return res
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"jsonrpc":"2.0","id":');
    });
    const observed = observe({ type: 'streamable-http', url });
    await expect(observed).rejects.toThrow("didn't return a JSON-RPC message");
  });

  it('replaces halves of pairs in what it says of itself', async () => {
    const { url } = await serveByHand(({ method, reply }) =>
      reply(
        method === 'initialize'
          ? {
              ...handshake({ tools: {} }),
              serverInfo: {
                name: 'a\ud800',
                version: '1\udfff',
                title: '\udc00',
              },
              instructions: 'Berths \ud800 😀',
            }
          : { tools },
      ),
    );
    const observed = await observe({ type: 'streamable-http', url });
    expect(observed.serverInfo).toEqual({
      name: 'a\ufffd',
      version: '1\ufffd',
      title: '\ufffd',
    });
    expect(observed.instructions).toBe('Berths \ufffd 😀');
  });
});

interface Asked {
  method?: string;
  res: ServerResponse;
  reply(result: object): unknown;
}

/** A legacy server of which each request is answered by hand. */
function serveByHand(answer: (asked: Asked) => unknown) {
  return serveRaw((_req, res, { id, method }) => {
    if (id === undefined) return res.writeHead(202).end();
    const reply = (result: object) =>
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    return answer({ method, res, reply });
  });
}

function handshake(capabilities: object) {
  return {
    protocolVersion: '2025-06-18',
    capabilities,
    serverInfo: { name: 'harbour', version: '1' },
  };
}
