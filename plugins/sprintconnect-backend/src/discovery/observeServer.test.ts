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
    { orgId: 'default', serverId: 'id', remotes: [remote] },
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
    expect(counted(await observePath(path))).toEqual([tools, 0, 0, 0]);
    expect(hostile.refHits()).toBe(0);
  });

  it.each([
    ['too-many', 'too-large', /10000/],
    ['duplicates', 'duplicate-name', /"twice" is listed twice/],
    ['nameless', 'protocol', /item 2 has no "name"/],
    ['huge-schema', 'schema-too-large', /"odd" has a definition of 391 KiB/],
    ['cyclic-ref', 'schema-endless', /inputSchema#\/\$defs\/[ab]/],
    ['deep', 'schema-too-deep', /nested deeper than 64 levels/],
    ['invalid-json', 'protocol', /not a JSON-RPC message/],
    ['wrong-id', 'timeout', /did not answer in time/],
    ['not-json-rpc', 'protocol', /Check that the URL/],
    ['hang', 'timeout', /did not answer in time/],
    ['hang-at-once', 'timeout', /within 1000 ms/],
    ['endless-cursor', 'too-large', /pages than 1000/],
    ['same-cursor', 'protocol', /in circles/],
    ['drip-feed', 'timeout', /did not answer in time/],
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
    const tried = 6 - 1 + 17;
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
        remotes: [{ type: 'streamable-http', url: hostile.url('hang') }],
      },
      {
        signal: controller.signal,
        progress: ({ done }) => done === 1 && controller.abort(),
      },
    );
    await expect(observing).rejects.toThrow(/given up/);
  });
});
