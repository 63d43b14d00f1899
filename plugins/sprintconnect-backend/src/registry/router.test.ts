import { freeHand } from '../__testUtils__';
import request from 'supertest';
import { openRegistry, weather } from './__testUtils__/openRegistry';

type Registry = Awaited<ReturnType<typeof openRegistry>>;
interface Bad {
  method?: 'get' | 'post' | 'patch' | 'put' | 'delete';
  path?: string;
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
  status: number;
  errors?: { path: string; message?: string }[];
}

const NOWHERE = '/v1/servers/00000000-0000-7000-8000-000000000000';
const url = (text: string) =>
  weather({ name: 'other', remotes: [{ type: 'streamable-http', url: text }] });
const many = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_each, at) => make(at));

/** `{id}` stands for a server called weather, `{catalog}` for one of the catalog, `{retired}` for a retired one. */
const BAD: Record<string, Bad> = {
  'malformed JSON': { text: '{"name":', status: 400 },
  'a body that is no object': { body: 3, status: 400, errors: [{ path: '' }] },
  'a body that is missing': {
    status: 400,
    errors: [{ path: 'name' }, { path: 'environment' }, { path: 'remotes' }],
  },
  'a body of another type': {
    text: 'name=x',
    headers: { 'content-type': 'text/plain' },
    status: 415,
  },
  'a body over 256 KiB': {
    body: weather({ description: 'x'.repeat(257 * 1024) }),
    status: 413,
  },
  'an unknown field': {
    body: { ...weather(), colour: 'red' },
    status: 400,
    errors: [{ path: 'colour', message: 'is not a known field' }],
  },
  'a missing field': {
    body: { name: 'x', environment: 'production' },
    status: 400,
    errors: [{ path: 'remotes', message: 'is required' }],
  },
  'a wrong type': {
    body: { ...weather(), title: 3 },
    status: 400,
    errors: [{ path: 'title' }],
  },
  'a name that is too long': {
    body: weather({ name: 'x'.repeat(101) }),
    status: 400,
    errors: [{ path: 'name' }],
  },
  'a name with other characters': {
    body: weather({ name: 'a b' }),
    status: 400,
    errors: [{ path: 'name' }],
  },
  'a URL that is none': {
    body: url('weather'),
    status: 400,
    errors: [{ path: 'remotes[0].url', message: 'is not a URL' }],
  },
  'a URL that a parser would bend': {
    body: url(' https://weather.example/'),
    status: 400,
    errors: [
      {
        path: 'remotes[0].url',
        message: 'must not hold spaces, control characters or backslashes',
      },
    ],
  },
  'half a character in a URL': {
    body: url('https://weather.example/\ud800'),
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'half a character and U+0000 in texts': {
    body: { ...weather(), title: 'a\ud800', description: 'a\u0000b' },
    status: 400,
    headers: { 'idempotency-key': 'half' },
    errors: [{ path: 'title' }, { path: 'description' }],
  },
  'a header that JavaScript would lose': {
    text: JSON.stringify(
      weather({
        remotes: [{ type: 'sse', url: 'https://a.example', headers: {} }],
      }),
    ).replace('"headers":{', '"headers":{"__proto__":"x"'),
    status: 400,
    errors: [{ path: 'remotes[0].headers.__proto__' }],
  },
  'faults inside lists that are too long': {
    body: {
      ...weather(),
      remotes: many(11, at => ({ type: 'sse', url: `ftp://a${at}.example` })),
      tags: ['A', ...many(20, at => `t${at}`)],
    },
    status: 400,
    errors: [
      { path: 'remotes' },
      { path: 'tags' },
      ...many(10, at => ({ path: `remotes[${at}].url` })),
      { path: 'tags[0]' },
    ],
  },
  'a URL that is not http': {
    body: url('file:///etc/passwd'),
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'a URL with credentials': {
    body: url('https://a:b@weather.example/'),
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'a URL that egress refuses': {
    body: url('http://169.254.169.254/latest'),
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'a header that carries a secret': {
    body: {
      ...weather(),
      remotes: [
        {
          type: 'sse',
          url: 'https://a.example',
          headers: { Authorization: 'x' },
        },
      ],
    },
    status: 400,
    errors: [{ path: 'remotes[0].headers.Authorization' }],
  },
  'a stdio entry that is not listed': {
    body: weather({ remotes: [{ type: 'stdio', url: 'shell' }] }),
    status: 400,
    errors: [
      {
        path: 'remotes[0].url',
        message:
          'is not an entry of sprintconnect.upstream.stdio; choose one of memory',
      },
    ],
  },
  'a command instead of an entry': {
    body: weather({ remotes: [{ type: 'stdio', url: 'rm -rf /' }] }),
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'eleven remotes': {
    body: weather({
      remotes: many(11, at => ({
        type: 'sse' as const,
        url: `https://a${at}.example`,
      })),
    }),
    status: 400,
    errors: [{ path: 'remotes' }],
  },
  'no remotes': {
    body: weather({ remotes: [] }),
    status: 400,
    errors: [{ path: 'remotes' }],
  },
  'twenty-one tags': {
    body: weather({ tags: many(21, at => `t${at}`) }),
    status: 400,
    errors: [{ path: 'tags' }],
  },
  'an environment that is not configured': {
    body: weather({ environment: 'moon' }),
    status: 400,
    errors: [
      {
        path: 'environment',
        message:
          'is not configured; choose one of development, staging, production',
      },
    ],
  },
  'several faults at once': {
    body: {
      name: 'a b',
      environment: 'moon',
      colour: 1,
      remotes: [
        { type: 'sse', url: 'http://10.0.0.1/' },
        { type: 'sse', url: 'x' },
      ],
    },
    status: 400,
    errors: [
      { path: 'name' },
      { path: 'remotes[1].url' },
      { path: 'colour' },
      { path: 'environment' },
      { path: 'remotes[0].url' },
    ],
  },
  'a credential': {
    body: weather({
      name: 'other',
      credential: { type: 'bearer', secret: 'hunter2' },
    }),
    status: 422,
    errors: [{ path: 'credential' }],
  },
  'a name that is taken': {
    body: weather(),
    status: 409,
    errors: [{ path: 'name', message: 'is taken' }],
  },
  'an idempotency key of another request': {
    body: weather({ name: 'third' }),
    headers: { 'idempotency-key': 'used' },
    status: 409,
  },
  'an idempotency key that is malformed': {
    body: weather({ name: 'third' }),
    headers: { 'idempotency-key': 'a b' },
    status: 400,
  },
  'nobody who asks': {
    body: weather({ name: 'third' }),
    headers: { 'x-test-caller': 'none' },
    status: 401,
  },

  'a change without If-Match': {
    method: 'patch',
    path: '/v1/servers/{id}',
    body: { title: 'x' },
    status: 428,
  },
  'a change with a malformed If-Match': {
    method: 'patch',
    path: '/v1/servers/{id}',
    body: { title: 'x' },
    headers: { 'if-match': '1' },
    status: 400,
  },
  'a change with a stale If-Match': {
    method: 'patch',
    path: '/v1/servers/{id}',
    body: { title: 'x' },
    headers: { 'if-match': '"7"' },
    status: 412,
  },
  'a change of the name': {
    method: 'patch',
    path: '/v1/servers/{id}',
    body: { name: 'x' },
    headers: { 'if-match': '"1"' },
    status: 400,
    errors: [{ path: 'name' }],
  },
  'a change to a refused address': {
    method: 'patch',
    path: '/v1/servers/{id}',
    body: { remotes: [{ type: 'sse', url: 'http://10.1.2.3/' }] },
    headers: { 'if-match': '"1"' },
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'a change of nothing that is there': {
    method: 'patch',
    path: NOWHERE,
    body: {},
    headers: { 'if-match': '"1"' },
    status: 404,
  },
  'a change of what the catalog says': {
    method: 'patch',
    path: '/v1/servers/{catalog}',
    body: { title: 'x' },
    headers: { 'if-match': '"1"' },
    status: 409,
  },
  'a change of what is retired': {
    method: 'patch',
    path: '/v1/servers/{retired}',
    body: { title: 'x' },
    headers: { 'if-match': '"2"' },
    status: 409,
  },
  'retiring what the catalog says': {
    method: 'delete',
    path: '/v1/servers/{catalog}',
    status: 409,
  },
  'retiring nothing that is there': {
    method: 'delete',
    path: NOWHERE,
    status: 404,
  },
  'discovering nothing that is there': {
    method: 'post',
    path: `${NOWHERE}/discover`,
    status: 404,
  },
  'discovering what is retired': {
    method: 'post',
    path: '/v1/servers/{retired}/discover',
    status: 409,
  },

  'a malformed cursor': {
    method: 'get',
    path: '/v1/servers?cursor=abc',
    status: 400,
    errors: [{ path: 'cursor' }],
  },
  'a limit out of bounds': {
    method: 'get',
    path: '/v1/servers?limit=201',
    status: 400,
    errors: [{ path: 'limit' }],
  },
  'an unknown parameter': {
    method: 'get',
    path: '/v1/servers?colour=red',
    status: 400,
    errors: [{ path: 'colour' }],
  },
  'an unknown order': {
    method: 'get',
    path: '/v1/servers?orderBy=colour',
    status: 400,
    errors: [{ path: 'orderBy' }],
  },
  'an unknown status': {
    method: 'get',
    path: '/v1/servers?status=active,broken',
    status: 400,
    errors: [{ path: 'status[1]' }],
  },
  'an unknown field of a list': {
    method: 'get',
    path: '/v1/servers?fields=name,colour',
    status: 400,
    errors: [{ path: 'fields' }],
  },
  'a server that is not there': { method: 'get', path: NOWHERE, status: 404 },
  'a server of another organisation': {
    method: 'get',
    path: '/v1/servers/{id}',
    headers: { 'x-test-org': 'other' },
    status: 404,
  },
  'a name that is not there': {
    method: 'get',
    path: '/v1/servers/by-name/production/nobody',
    status: 404,
  },
  'capabilities of nothing that is there': {
    method: 'get',
    path: `${NOWHERE}/capabilities`,
    status: 404,
  },
  'an unknown kind of capability': {
    method: 'get',
    path: '/v1/servers/{id}/capabilities?kind=spell',
    status: 400,
    errors: [{ path: 'kind' }],
  },
  'versions of nothing that is there': {
    method: 'get',
    path: `${NOWHERE}/snapshots`,
    status: 404,
  },
  'a version that is not there': {
    method: 'get',
    path: '/v1/servers/{id}/snapshots/9',
    status: 404,
  },
  'a version that is no number': {
    method: 'get',
    path: '/v1/servers/{id}/snapshots/latest',
    status: 400,
    errors: [{ path: 'version' }],
  },
  'a difference to nothing': {
    method: 'get',
    path: '/v1/servers/{id}/snapshots/1/diff/2',
    status: 404,
  },

  'a person who speaks for the catalog': {
    method: 'put',
    path: '/v1/catalog/entities/default/x',
    body: weather({ name: 'x' }),
    status: 403,
  },
  'a person who removes an entity': {
    method: 'delete',
    path: '/v1/catalog/entities/default/weather',
    status: 403,
  },
  'an entity with a credential': {
    method: 'put',
    path: '/v1/catalog/entities/default/x',
    body: {
      ...weather({ name: 'x' }),
      credential: { type: 'bearer', secret: 'hunter2' },
    },
    headers: { 'x-test-caller': 'service:plugin:catalog' },
    status: 400,
    errors: [{ path: 'credential' }],
  },
  'an entity whose name is taken': {
    method: 'put',
    path: '/v1/catalog/entities/default/y',
    body: weather(),
    headers: { 'x-test-caller': 'service:plugin:catalog' },
    status: 409,
    errors: [{ path: 'name', message: 'is taken' }],
  },
  'an entity of a server registered otherwise': {
    method: 'put',
    path: '/v1/catalog/entities/default/weather-production',
    body: weather({ name: 'x' }),
    headers: { 'x-test-caller': 'service:plugin:catalog' },
    status: 409,
  },
  'an entity with an impossible name': {
    method: 'put',
    path: '/v1/catalog/entities/default/a%20b',
    body: weather({ name: 'x' }),
    headers: { 'x-test-caller': 'service:plugin:catalog' },
    status: 400,
    errors: [{ path: 'name' }],
  },
};

async function openWithServers() {
  const registry = await openRegistry();
  const { service, ctx } = registry;
  const first = await service.registerServer(ctx, {
    body: weather(),
    idempotencyKey: 'used',
  });
  const { id } = first.body as { id: string };
  const gone = await registry.register({ name: 'gone' });
  await service.retireServer(ctx, { id: gone.id, ...freeHand });
  const catalog = await service.applyCatalogServer(ctx, {
    entityRef: 'api:default/tides',
    body: weather({ name: 'tides' }),
  });
  return { registry, ids: { id, retired: gone.id, catalog: catalog.id } };
}

function send(registry: Registry, bad: Bad, ids: Record<string, string>) {
  const path = (bad.path ?? '/v1/servers').replace(
    /\{(\w+)\}/,
    (_all, name) => ids[name],
  );
  const call = request(registry.app)
    [bad.method ?? 'post'](path)
    .set(bad.headers ?? {});
  if (bad.text !== undefined) {
    const type = bad.headers?.['content-type'] ?? 'application/json';
    return call.set('content-type', type).send(bad.text);
  }
  if (bad.body === undefined) return call;
  return call
    .set('content-type', 'application/json')
    .send(JSON.stringify(bad.body));
}

describe('a refused request', () => {
  let opened: Awaited<ReturnType<typeof openWithServers>>;
  beforeAll(async () => {
    opened = await openWithServers();
  });

  it.each(Object.entries(BAD))(
    '%s gets a problem, and nothing is written',
    async (_what, bad) => {
      const { registry, ids } = opened;
      const before = await registry.counts();
      const response = await send(registry, bad, ids);
      expect({ status: response.status, errors: response.body.errors }).toEqual(
        {
          status: bad.status,
          errors: bad.errors?.map(each => expect.objectContaining(each)),
        },
      );
      expect(response.type).toBe('application/problem+json');
      expect(response.body).toMatchObject({
        status: bad.status,
        requestId: 'test-request',
      });
      expect(response.text).not.toMatch(
        /hunter2|insert into|select |SQLITE|node_modules/,
      );
      expect(await registry.counts()).toEqual(before);
    },
  );

  it.each([
    ['sprintconnect.server.create', 'post', '/v1/servers'],
    ['sprintconnect.server.read', 'get', '/v1/servers'],
    ['sprintconnect.server.read', 'get', '/v1/servers/facets'],
    ['sprintconnect.server.read', 'get', NOWHERE],
    [
      'sprintconnect.server.read',
      'get',
      '/v1/servers/by-name/production/weather',
    ],
    ['sprintconnect.server.read', 'get', `${NOWHERE}/snapshots`],
    ['sprintconnect.server.read', 'get', `${NOWHERE}/snapshots/1`],
    ['sprintconnect.server.read', 'get', `${NOWHERE}/snapshots/1/diff/2`],
    ['sprintconnect.server.update', 'patch', NOWHERE],
    ['sprintconnect.server.update', 'post', `${NOWHERE}/discover`],
    ['sprintconnect.server.delete', 'delete', NOWHERE],
    ['sprintconnect.capability.read', 'get', `${NOWHERE}/capabilities`],
  ] as const)(
    '403 without %s: %s %s, and nothing is written',
    async (...[permission, method, path]) => {
      const registry = await openRegistry({ denied: [permission] });
      const before = await registry.counts();
      const response = await request(registry.app)
        [method](path)
        .send(method === 'get' ? undefined : weather());
      expect(response.status).toBe(403);
      expect(response.body.detail).toContain(permission);
      expect(await registry.counts()).toEqual(before);
    },
  );
});
