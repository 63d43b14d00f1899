import {
  Client,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { demoTokens, startForecastServer } from './index';
import type { ForecastServer } from './index';

const today = () => new Date('2026-11-22T12:00:00Z');

/** A deadline, not a delay: a busy machine is slow, and what comes soon is found soon. */
const PATIENCE_MS = 30_000;

async function until<T>(ask: () => T | Promise<T>) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer || Date.now() > deadline) return answer;
    await new Promise(resolve => {
      setTimeout(resolve, 20);
    });
  }
}

describe('startForecastServer', () => {
  let server: ForecastServer;
  const clients: Client[] = [];

  beforeEach(async () => {
    server = await startForecastServer({ today });
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map(client => client.close()));
    await server.close();
  });

  async function connect(
    mode: 'legacy' | { pin: string },
    listChanged?: () => void,
  ) {
    const client = new Client(
      { name: 'test', version: '1' },
      {
        versionNegotiation: { mode },
        ...(listChanged && {
          listChanged: {
            tools: {
              autoRefresh: false,
              debounceMs: 0,
              onChanged: listChanged,
            },
          },
        }),
      },
    );
    clients.push(client);
    await client.connect(
      new StreamableHTTPClientTransport(new URL(server.url)),
    );
    return client;
  }

  const eras = [
    ['2025-11-25', 'legacy'],
    ['2026-07-28', { pin: '2026-07-28' }],
  ] as const;

  it.each(eras)('offers weather to a client of %s', async (version, mode) => {
    const client = await connect(mode);
    expect(client.getNegotiatedProtocolVersion()).toBe(version);

    const { tools } = await client.listTools();
    expect(tools.map(tool => tool.name)).toEqual([
      'search_places',
      'get_forecast',
      'compare_places',
      'list_alerts',
      'subscribe_alerts',
      'cancel_subscription',
    ]);
    expect(tools.every(tool => tool.outputSchema && tool.annotations)).toBe(
      true,
    );
    const { prompts } = await client.listPrompts();
    expect(prompts).toHaveLength(2);
    const { resources } = await client.listResources();
    expect(resources).toHaveLength(2);
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates).toHaveLength(1);

    const forecast = await client.callTool({
      name: 'get_forecast',
      arguments: { place: 'bergen', days: 2 },
    });
    expect(forecast.structuredContent).toMatchObject({
      place: 'bergen',
      days: [{ date: '2026-11-22' }, { date: '2026-11-23' }],
    });
    const refused = await client.callTool({
      name: 'get_forecast',
      arguments: { place: 'atlantis', days: 99 },
    });
    expect(refused.isError).toBe(true);
    expect(JSON.stringify(refused.content)).toMatch(
      /place[\s\S]*days|days[\s\S]*place/,
    );
  });

  it.each(eras)(
    'announces a new release to a client of %s',
    async (_, mode) => {
      let heard = 0;
      const client = await connect(mode, () => {
        heard += 1;
      });
      // The stream on which it hears opens after connect: announce until it listens.
      await until(() => {
        server.release(2);
        return heard > 0;
      });
      expect(heard).toBeGreaterThan(0);
      const { tools } = await client.listTools(undefined, {
        cacheMode: 'refresh',
      });
      expect(tools.map(tool => tool.name)).toContain('get_tides');
    },
  );

  it('changes its release by a request to itself', async () => {
    const base = new URL('/', server.url);
    const got = await fetch(new URL('/release/2', base));
    expect(got.status).toBe(405);
    const posted = await fetch(new URL('/release/2', base), { method: 'POST' });
    expect(posted.status).toBe(204);
    const client = await connect('legacy');
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(7);
  });

  it('stops, breaks and works again by a request to itself', async () => {
    const ask = () => fetch(server.url, { method: 'POST', body: '{}' });
    const become = async (how: string) => {
      const url = new URL(`/misbehave/${how}`, server.url);
      expect((await fetch(url, { method: 'POST' })).status).toBe(204);
    };
    const good = (await ask()).status;
    await become('stop');
    await expect(ask()).rejects.toThrow('fetch failed');
    await become('500');
    expect((await ask()).status).toBe(500);
    await become('401');
    expect((await ask()).status).toBe(401);
    await become('garbage');
    expect(await (await ask()).text()).toContain('<html>');
    await become('slow');
    const before = Date.now();
    expect((await ask()).status).toBe(good);
    expect(Date.now() - before).toBeGreaterThan(1_900);
    await become('none');
    expect((await ask()).status).toBe(good);
    const client = await connect('legacy');
    expect((await client.listTools()).tools.length).toBeGreaterThan(0);
    const elsewhere = await fetch(new URL('/misbehave/stop', server.url), {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    expect(elsewhere.status).toBe(403);
    expect((await ask()).status).toBe(good);
  });

  it('opens its guarded endpoint with the tokens that are good at the time', async () => {
    const ask = async (token?: string) => {
      const answer = await fetch(server.guardedUrl, {
        method: 'POST',
        body: '{}',
        headers: token ? { authorization: `Bearer ${token}` } : {},
      });
      return [answer.status, answer.headers.get('www-authenticate')];
    };
    const passes = async (token: string) => (await ask(token))[0] !== 401;
    const { first, second } = demoTokens;
    expect(await ask()).toEqual([401, 'Bearer realm="demo"']);
    expect(await ask('another')).toEqual([
      401,
      'Bearer realm="demo", error="invalid_token"',
    ]);
    expect([await passes(first), await passes(second)]).toEqual([true, true]);
    server.accept('second');
    expect([await passes(first), await passes(second)]).toEqual([false, true]);
    const asked = new URL('/accept/first', server.url);
    expect((await fetch(asked, { method: 'POST' })).status).toBe(204);
    expect([await passes(first), await passes(second)]).toEqual([true, false]);

    const client = new Client({ name: 'test', version: '1' });
    clients.push(client);
    await client.connect(
      new StreamableHTTPClientTransport(new URL(server.guardedUrl), {
        requestInit: { headers: { authorization: `Bearer ${first}` } },
      }),
    );
    expect((await client.listTools()).tools.length).toBeGreaterThan(0);
  });

  it('refuses a page from elsewhere', async () => {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: '{}',
    });
    expect(response.status).toBe(403);
  });

  it('names the port that is taken', async () => {
    await expect(startForecastServer({ port: server.port })).rejects.toThrow(
      `Port ${server.port} is already used`,
    );
  });
});
