import request from 'supertest';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import plugin from '.';

jest.setTimeout(60_000);

const user = { Authorization: mockCredentials.user.header() };
const base = '/api/sprintconnect';

async function start(
  options: {
    sprintconnect?: object;
    result?: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
  } = {},
) {
  const { sprintconnect = {}, result = AuthorizeResult.ALLOW } = options;
  return startTestBackend({
    features: [
      plugin,
      mockServices.rootConfig.factory({ data: { sprintconnect } }),
      mockServices.httpAuth.factory({
        defaultCredentials: mockCredentials.none(),
      }),
      mockServices.permissions.factory({ result }),
    ],
  });
}

it('boots, answers, and stops', async () => {
  const backend = await start();
  const { server } = backend;

  const health = await request(server).get(`${base}/v1/health`);
  expect(health.status).toBe(200);
  expect(health.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);

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
