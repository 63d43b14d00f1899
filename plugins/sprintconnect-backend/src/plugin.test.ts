import request from 'supertest';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  createBackendModule,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import type { SprintConnectEvent } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintconnectPlugin as plugin } from '.';
import { eventually, startHostileServer } from './__testUtils__';

const user = { Authorization: mockCredentials.user.header() };
const base = '/api/sprintconnect';

async function start(
  options: {
    sprintconnect?: object;
    result?: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
    more?: BackendFeature[];
  } = {},
) {
  const {
    sprintconnect = {},
    result = AuthorizeResult.ALLOW,
    more = [],
  } = options;
  return startTestBackend({
    features: [
      plugin,
      mockServices.rootConfig.factory({ data: { sprintconnect } }),
      mockServices.httpAuth.factory({
        defaultCredentials: mockCredentials.none(),
      }),
      mockServices.permissions.factory({ result }),
      ...more,
    ],
  });
}

it('boots, answers, and stops', async () => {
  const backend = await start();
  const { server } = backend;

  const health = await request(server).get(`${base}/v1/health`);
  expect(health.status).toBe(200);
  expect(health.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);

  const contract = await request(server).get(`${base}/openapi.json`);
  expect(contract.body).toMatchObject({
    openapi: expect.stringMatching(/^3\.1/),
  });
  expect(contract.headers['x-request-id']).toBeDefined();

  const me = await request(server).get(`${base}/v1/me`).set(user);
  expect(me.body).toMatchObject({
    caller: { type: 'user', ref: 'user:default/mock' },
    environments: ['development', 'staging', 'production'],
  });
  expect(me.body.permissions).toContain('sprintconnect.server.read');

  const jobs = await request(server).get(`${base}/v1/jobs`).set(user);
  expect(jobs.body).toEqual({ items: [] });
  await backend.stop();
});

it('refuses as problem+json: no token, no permission, no route, no JSON', async () => {
  const { server } = await start({ result: AuthorizeResult.DENY });
  const answers = await Promise.all([
    request(server).get(`${base}/v1/me`),
    request(server).post(`${base}/v1/anything`).send('{'),
    request(server).get(`${base}/v1/jobs`).set(user),
    request(server).get(`${base}/v1/nowhere`).set(user),
    request(server)
      .post(`${base}/v1/nowhere`)
      .set(user)
      .set('Content-Type', 'application/json')
      .send('{'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([
    401, 401, 403, 404, 400,
  ]);
  for (const answer of answers) {
    expect(answer.headers['content-type']).toContain(
      'application/problem+json',
    );
    expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
    expect(answer.body.instance).toContain('/api/sprintconnect/v1/');
  }
});

it('registers a server, tells of it, and discovers it', async () => {
  const upstream = await startHostileServer();
  const heard: SprintConnectEvent[] = [];
  const listener = createBackendModule({
    pluginId: 'sprintconnect',
    moduleId: 'listener',
    register: env =>
      env.registerInit({
        deps: { events: eventsServiceRef },
        init: ({ events }) =>
          events.subscribe({
            id: 'test',
            topics: ['sprintconnect'],
            onEvent: async ({ eventPayload, metadata }) => {
              const event = eventPayload as SprintConnectEvent;
              expect(metadata?.eventType).toBe(event.type);
              heard.push(event);
            },
          }),
      }),
  });
  const backend = await start({
    sprintconnect: { egress: { allow: [{ host: '127.0.0.1' }] } },
    more: [listener],
  });
  const { server } = backend;

  const registered = await request(server)
    .post(`${base}/v1/servers`)
    .set(user)
    .set('Idempotency-Key', 'once')
    .send({
      name: 'good',
      environment: 'development',
      remotes: [{ type: 'streamable-http', url: upstream.url('good') }],
    });
  expect(registered.status).toBe(201);
  const { id } = registered.body;

  await eventually('the discovery', () =>
    heard.some(({ type }) => type === 'server.discovery.completed'),
  );
  expect(heard[0]).toMatchObject({
    type: 'server.registered',
    serverId: id,
    seq: 1,
  });
  expect(heard.map(({ seq }) => seq)).toEqual(
    heard.map((_each, index) => index + 1),
  );

  const found = await request(server).get(`${base}/v1/servers/${id}`).set(user);
  expect(found.body).toMatchObject({ status: 'active', counts: { tools: 2 } });
  // The job is settled after what it found is recorded.
  const jobs = await eventually('the end of its job', async () => {
    const { body } = await request(server)
      .get(`${base}/v1/jobs?kind=discover-server`)
      .set(user);
    const [job] = body.items;
    return !['queued', 'running'].includes(job.state) && body.items;
  });
  expect(jobs).toMatchObject([{ state: 'succeeded' }]);
  await eventually('the first probe', async () => {
    const { body } = await request(server)
      .get(`${base}/v1/servers/${id}/health`)
      .set(user);
    return body.status === 'healthy';
  });
  const again = await request(server)
    .post(`${base}/v1/servers/${id}/discover`)
    .set(user);
  expect(again.status).toBe(202);
  expect(again.headers.location).toContain(again.body.jobId);
  await backend.stop();
  await upstream.close();
});

it("leaves Backstage's own routes behind Backstage's barrier", async () => {
  const { server } = await start();
  const path = `${base}/.well-known/backstage/permissions/metadata`;
  expect((await request(server).get(path)).status).toBe(401);
  const answer = await request(server).get(path).set(user);
  expect(answer.status).toBe(200);
  expect(
    answer.body.permissions.map(({ name }: { name: string }) => name),
  ).toContain('sprintconnect.server.update');
});

it('takes an API key on every route, and tells at the root where tokens come from', async () => {
  const { server } = await start();
  const made = await request(server)
    .post(`${base}/v1/api-keys`)
    .set(user)
    .send({ name: 'ci', scopes: ['mcp:servers:read'] });
  const key = { Authorization: `Bearer ${made.body.secret}` };
  const me = await request(server).get(`${base}/v1/me`).set(key);
  expect(me.body).toMatchObject({
    caller: { type: 'api-key', ref: `api-key:${made.body.id}` },
    permissions: ['sprintconnect.server.read'],
  });
  const listed = await request(server).get(`${base}/v1/servers`).set(key);
  expect(listed.status).toBe(200);
  const refused = await request(server).get(`${base}/v1/jobs`).set(key);
  expect(refused.status).toBe(403);

  const nobody = await request(server).get(`${base}/v1/me`);
  const [, metadata] = /resource_metadata="([^"]+)"/.exec(
    nobody.headers['www-authenticate'],
  )!;
  const path = '/.well-known/oauth-protected-resource';
  expect(new URL(metadata).pathname).toBe(`${path}${base}`);
  for (const place of [`${path}${base}`, `${base}${path}`]) {
    const answer = await request(server).get(place);
    expect(answer.body.resource).toMatch(/\/api\/sprintconnect$/);
  }
});

it('serves nothing but its health without the role api', async () => {
  const { server } = await start({ sprintconnect: { roles: ['worker'] } });
  expect((await request(server).get(`${base}/v1/health`)).status).toBe(200);
  expect((await request(server).get(`${base}/v1/me`).set(user)).status).toBe(
    404,
  );
});

it('does not start with a faulty configuration, and says where the fault is', async () => {
  await expect(
    start({ sprintconnect: { egress: { alow: [] } } }),
  ).rejects.toThrow(/sprintconnect\.egress/);
});
