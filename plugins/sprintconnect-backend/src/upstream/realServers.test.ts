import { eventually } from '../__testUtils__';
import {
  closePeers,
  EVERYTHING,
  MEMORY,
  serveModern,
  startEverything,
} from './__testUtils__/peers';
import {
  countsOf,
  failureOf,
  http,
  namesOf,
  openUpstream,
  sse,
  stdio,
} from './__testUtils__/openUpstream';

afterEach(closePeers);

const node = (script: string, ...args: string[]) => ({
  command: process.execPath,
  args: [script, ...args],
});
const EVERYTHING_COUNTS = {
  tool: 13,
  resource: 7,
  'resource-template': 2,
  prompt: 4,
};
const BOTH_COUNTS = {
  tool: 20,
  resource: 2,
  'resource-template': 1,
  prompt: 1,
};

describe('server-everything', () => {
  it('is legacy over Streamable HTTP, and ends its session', async () => {
    const { url } = await startEverything('streamableHttp');
    const upstream = openUpstream();
    const connection = await upstream.connect([http(url)]);
    expect(connection.verdict).toEqual({
      era: 'legacy',
      protocolVersion: '2025-11-25',
      at: upstream.clock.now(),
    });
    expect(connection.remote).toEqual(http(url));
    expect(connection.serverInfo?.name).toBe('mcp-servers/everything');
    expect(connection.instructions).toContain('Everything');
    expect(connection.ttlMs).toBeUndefined();
    expect(await countsOf(connection)).toEqual(EVERYTHING_COUNTS);
    await connection.close();
    await connection.closed;
    await failureOf(namesOf(connection, 'tool'));
  });

  it('tells of changes on the stream that a GET opens', async () => {
    const { url, process: peer } = await startEverything('streamableHttp');
    const connection = await openUpstream().connect([http(url)]);
    const stop = await connection.onListChanged(() => {});
    expect(stop).toBeInstanceOf(Function);
    peer.kill('SIGKILL');
    await connection.closed;
  });

  it('is legacy over SSE', async () => {
    const { url } = await startEverything('sse');
    const connection = await openUpstream().connect([sse(url)]);
    expect(connection.verdict.era).toBe('legacy');
    expect(await countsOf(connection)).toEqual(EVERYTHING_COUNTS);
    await connection.close();
  });

  it('fails at once when the event stream of SSE ends', async () => {
    const { url, process: peer } = await startEverything('sse');
    const connection = await openUpstream().connect([sse(url)]);
    peer.kill('SIGKILL');
    await connection.closed;
    expect(['refused', 'protocol']).toContain(
      (await failureOf(namesOf(connection, 'tool'))).code,
    );
  });

  it('is legacy over stdio', async () => {
    const upstream = openUpstream({
      stdio: { everything: node(EVERYTHING, 'stdio') },
    });
    const connection = await upstream.connect([stdio('everything')]);
    expect(connection.verdict.era).toBe('legacy');
    expect(await countsOf(connection)).toEqual(EVERYTHING_COUNTS);
    await connection.close();
  });
});

describe('server-memory', () => {
  it('is legacy over stdio', async () => {
    const upstream = openUpstream({ stdio: { memory: node(MEMORY) } });
    const connection = await upstream.connect([stdio('memory')]);
    expect(connection.verdict.protocolVersion).toBe('2025-11-25');
    const tools = await namesOf(connection, 'tool');
    expect(tools).toHaveLength(9);
    expect(tools).toContain('create_entities');
    expect(await namesOf(connection, 'prompt')).toEqual([]);
  });
});

describe('a server of both eras', () => {
  it('is modern, in as few requests as can be', async () => {
    const { url, seen } = await serveModern();
    const upstream = openUpstream();
    const connection = await upstream.connect([http(url)]);
    expect(connection.verdict).toEqual({
      era: 'modern',
      protocolVersion: '2026-07-28',
      at: upstream.clock.now(),
    });
    expect(connection.serverInfo).toEqual({
      name: 'both-eras',
      version: '2.0.0',
      title: 'Both eras',
    });
    expect(connection.instructions).toBe('Use with care.');
    expect(connection.ttlMs).toBe(60_000);
    expect(await countsOf(connection)).toEqual(BOTH_COUNTS);
    expect(connection.ttlMs).toBe(30_000);
    await connection.close();
    expect(seen.sort()).toEqual([
      'POST prompts/list',
      'POST resources/list',
      'POST resources/templates/list',
      'POST server/discover',
      'POST tools/list',
    ]);
  });

  it('may answer each request with an event stream', async () => {
    const { url } = await serveModern({ responseMode: 'sse' });
    const connection = await openUpstream().connect([http(url)]);
    expect(await countsOf(connection)).toEqual(BOTH_COUNTS);
  });

  it('tells of changes on a subscription, until told to stop', async () => {
    const { url, handler } = await serveModern();
    const connection = await openUpstream().connect([http(url)]);
    const heard: unknown[] = [];
    const stop = await connection.onListChanged(kinds => heard.push(kinds));
    handler.notify.toolsChanged();
    await eventually('a notification', () => heard.length > 0);
    expect(heard).toEqual([['tool']]);
    stop?.();
    handler.notify.toolsChanged();
    await countsOf(connection);
    expect(heard).toHaveLength(1);
  });

  it('says when the subscription is lost', async () => {
    const { url, handler } = await serveModern();
    const connection = await openUpstream().connect([http(url)]);
    await connection.onListChanged(() => {});
    await handler.close();
    expect(await connection.closed).toBeUndefined();
  });

  it('takes a fresh legacy verdict for granted, and keeps its date', async () => {
    const { url, seen } = await serveModern();
    const upstream = openUpstream();
    const at = new Date(upstream.clock.now().getTime() - 3600_000);
    const prior = { era: 'legacy', protocolVersion: '2025-11-25', at } as const;
    const connection = await upstream.connect([http(url)], prior);
    expect(connection.verdict).toEqual(prior);
    expect(await countsOf(connection)).toEqual(BOTH_COUNTS);
    expect(seen).not.toContain('POST server/discover');
  });

  it('does not take for granted what is known of another remote', async () => {
    const { url } = await serveModern();
    const upstream = openUpstream();
    const { verdict } = await upstream.connect([http(url)], {
      era: 'legacy',
      protocolVersion: '2025-11-25',
      at: upstream.clock.now(),
      remoteUrl: 'https://elsewhere.test/mcp',
    });
    expect(verdict.era).toBe('modern');
  });

  it('asks a legacy verdict of yesterday again', async () => {
    const { url } = await serveModern();
    const upstream = openUpstream();
    const at = new Date(upstream.clock.now().getTime() - 25 * 3600_000);
    const prior = { era: 'legacy', protocolVersion: '2025-11-25', at } as const;
    const { verdict } = await upstream.connect([http(url)], prior);
    expect(verdict.era).toBe('modern');
    expect(verdict.at).toEqual(upstream.clock.now());
  });

  it('recovers from a legacy verdict about a server that became modern only', async () => {
    const { url } = await serveModern({ legacy: 'reject' });
    const upstream = openUpstream();
    const at = upstream.clock.now();
    const prior = { era: 'legacy', protocolVersion: '2025-11-25', at } as const;
    const { verdict } = await upstream.connect([http(url)], prior);
    expect(verdict.era).toBe('modern');
  });

  it('recovers from a modern verdict about a server that is legacy again', async () => {
    const { url } = await startEverything('streamableHttp');
    const upstream = openUpstream();
    const at = upstream.clock.now();
    const prior = { era: 'modern', protocolVersion: '2026-07-28', at } as const;
    const { verdict } = await upstream.connect([http(url)], prior);
    expect(verdict.era).toBe('legacy');
  });

  it('is found behind remotes that do not work', async () => {
    const { url } = await serveModern();
    const connection = await openUpstream().connect([
      stdio('none'),
      http('http://10.255.255.1/mcp'),
      http(url),
    ]);
    expect(connection.remote).toEqual(http(url));
  });

  it('gives up when told to', async () => {
    const { url, seen } = await serveModern();
    const upstream = openUpstream();
    const gone = AbortSignal.abort();
    expect(
      (await failureOf(upstream.connect([http(url)], undefined, gone))).code,
    ).toBe('timeout');
    expect(seen).toEqual([]);
    const connection = await upstream.connect([http(url)]);
    const pages = connection.list('tool', gone)[Symbol.asyncIterator]();
    expect((await failureOf(pages.next())).code).toBe('timeout');
  });
});
