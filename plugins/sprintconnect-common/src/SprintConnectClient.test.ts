import { SprintConnectClient } from './SprintConnectClient';
import { SprintConnectError } from './SprintConnectError';
import type { Server } from './servers';

const ID = '0197f3b2-7c1e-7abc-8def-0123456789ab';

const server: Server = {
  id: ID,
  orgId: 'default',
  name: 'weather',
  environment: 'production',
  remotes: [{ type: 'streamable-http', url: 'https://weather.example/mcp' }],
  tags: [],
  entityRef: 'api:default/weather-production',
  status: 'active',
  origin: 'api',
  counts: { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 },
  health: { status: 'unknown' },
  snapshot: {},
  revision: 3,
  createdAt: '2026-11-22T10:00:00.000Z',
  updatedAt: '2026-11-22T10:00:00.000Z',
};

function clientOf(answer: (url: string, init: RequestInit) => Response) {
  const asked: { url: string; init: RequestInit }[] = [];
  const client = new SprintConnectClient({
    baseUrl: async () => 'http://portal.example/api/sprintconnect',
    fetch: async (url, init = {}) => {
      asked.push({ url, init });
      return answer(url, init);
    },
  });
  return { client, asked };
}

describe('SprintConnectClient', () => {
  it('asks for the revision it changes and repeats safely', async () => {
    const { client, asked } = clientOf(() => Response.json(server));
    await client.updateServer(
      { id: ID, revision: 3 },
      { title: null },
      { idempotencyKey: 'k1' },
    );
    expect(asked[0].url).toBe(
      `http://portal.example/api/sprintconnect/v1/servers/${ID}`,
    );
    expect(asked[0].init).toMatchObject({
      method: 'PATCH',
      body: '{"title":null}',
      headers: {
        'if-match': '"3"',
        'idempotency-key': 'k1',
        'content-type': 'application/json',
      },
    });
  });

  it('joins the values of a filter and escapes what stands in a path', async () => {
    const { client, asked } = clientOf(url =>
      Response.json(url.includes('by-name') ? server : { items: [] }),
    );
    await client.listServers({
      tag: ['a', 'b'],
      q: 'x y',
      count: true,
      owner: '',
    });
    await client.getServerByName({ environment: 'a/b', name: '../x' });
    expect(asked.map(each => each.url.split('/v1')[1])).toEqual([
      '/servers?tag=a%2Cb&q=x+y&count=true',
      '/servers/by-name/a%2Fb/..%2Fx',
    ]);
  });

  it('accepts items that carry only the fields asked for', async () => {
    const { client } = clientOf(() =>
      Response.json({ items: [{ name: 'weather' }] }),
    );
    const page = await client.listServers({ fields: ['name'] });
    expect(page.items).toEqual([{ name: 'weather' }]);
  });

  it('walks over all pages', async () => {
    const { client, asked } = clientOf(url =>
      url.includes('cursor=two')
        ? Response.json({ items: [{ name: 'c' }] })
        : Response.json({
            items: [{ name: 'a' }, { name: 'b' }],
            nextCursor: 'two',
          }),
    );
    const names = [];
    for await (const each of client.allServers({
      fields: ['name'],
      limit: 2,
    })) {
      names.push(each.name);
    }
    expect(names).toEqual(['a', 'b', 'c']);
    expect(asked).toHaveLength(2);
  });

  it('throws the problem that was answered', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'The server is not valid.',
      instance: '/v1/servers',
      requestId: 'r1',
      errors: [
        {
          path: 'remotes[0].url',
          message: 'must be a full URL, such as https://weather.example/mcp',
        },
      ],
    };
    const { client } = clientOf(() => Response.json(problem, { status: 400 }));
    const error = await client
      .registerServer({ name: 'x', environment: 'production', remotes: [] })
      .catch(cause => cause);
    expect(error).toBeInstanceOf(SprintConnectError);
    expect(error).toMatchObject({
      status: 400,
      problem,
      message: 'The server is not valid.',
    });
  });

  it.each([
    [
      "Backstage's own error",
      JSON.stringify({
        error: { name: 'AuthenticationError', message: 'Missing credentials' },
      }),
      'Missing credentials',
    ],
    [
      'a page of a proxy',
      '<html>Bad Gateway</html>',
      'Request failed: 401 Unauthorized',
    ],
  ])('makes a problem of %s', async (_what, body, detail) => {
    const { client } = clientOf(
      () =>
        new Response(body, {
          status: 401,
          statusText: 'Unauthorized',
          headers: { 'x-request-id': 'r2' },
        }),
    );
    await expect(client.me()).rejects.toMatchObject({
      problem: { status: 401, detail, requestId: 'r2' },
    });
  });

  it.each([
    ["isn't JSON", '<html>', 'Unreadable response', undefined],
    [
      'does not fit',
      '{"jobId":"x"}',
      'Unexpected response',
      [{ path: 'jobId', message: 'Invalid UUID' }],
    ],
  ])('refuses an answer that %s', async (...[, body, title, errors]) => {
    const { client } = clientOf(() => new Response(body));
    const error = await client.discoverServer(ID).catch(cause => cause);
    expect(error).toBeInstanceOf(SprintConnectError);
    expect(error.problem).toMatchObject({ status: 502, title });
    expect(error.problem.errors).toEqual(errors);
  });

  it('reads nothing from an answer without content', async () => {
    const { client, asked } = clientOf(
      () => new Response(null, { status: 204 }),
    );
    await expect(client.retireServer(ID)).resolves.toBeUndefined();
    await expect(
      client.deleteCatalogEntity({ namespace: 'default', name: 'weather' }),
    ).resolves.toBeUndefined();
    expect(asked.map(each => each.init.method)).toEqual(['DELETE', 'DELETE']);
  });
});
