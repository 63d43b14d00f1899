import request from 'supertest';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import plugin from '..';
import { eventually } from '../__testUtils__';

const user = { Authorization: mockCredentials.user.header() };
const base = '/api/sprintconnect/v1';

const policyHash = expect.stringMatching(/^[0-9a-f]{64}$/);

it('seals what happens, records refusals, and serves both', async () => {
  const backend = await startTestBackend({
    features: [
      plugin,
      mockServices.rootConfig.factory({
        data: { sprintconnect: { roles: ['api'] } },
      }),
      mockServices.httpAuth.factory({
        defaultCredentials: mockCredentials.none(),
      }),
      mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
    ],
  });
  const { server } = backend;
  await request(server)
    .post(`${base}/servers`)
    .set(user)
    .send({
      name: 'good',
      environment: 'development',
      remotes: [{ type: 'streamable-http', url: 'https://example.com/mcp' }],
    })
    .expect(201);
  await request(server).get(`${base}/me`).expect(401);
  await request(server).get(`${base}/no-such-route`).set(user).expect(404);
  const nowhere = `${base}/servers/0193b2c4-0000-7000-8000-000000000000`;
  await request(server).get(nowhere).set(user).expect(404);

  const read = async (query: string) =>
    (await request(server).get(`${base}/audit?${query}`).set(user).expect(200))
      .body.items;
  const sealed = await eventually('the seal', async () => {
    const [item] = await read('action=server-register');
    return item?.seq && item;
  });
  expect(sealed).toMatchObject({
    seq: 1,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    caller: { type: 'user', ref: 'user:default/mock' },
    address: expect.stringMatching(/127\.0\.0\.1/),
    policyHash,
  });
  const [refused] = await eventually('the refusal', async () => {
    const items = await read('anonymous=true');
    return items.length > 0 && items;
  });
  expect(refused).toMatchObject({
    action: 'request-refuse',
    target: { type: 'route', id: 'GET /api/sprintconnect/v1/me' },
    outcome: 'failure',
    policyHash,
    meta: { status: 401 },
  });
  const unseen = await eventually('what was not seen', async () => {
    const items = await read('action=request-refuse');
    return items.length > 0 && items;
  });
  expect(unseen).toMatchObject([
    {
      caller: { ref: 'user:default/mock' },
      target: { id: 'GET /api/sprintconnect/v1/servers/:id' },
      policyHash,
      meta: { status: 404, path: nowhere },
    },
  ]);
  await backend.stop();
});

it('refuses the log without the permission', async () => {
  const backend = await startTestBackend({
    features: [
      plugin,
      mockServices.rootConfig.factory({ data: {} }),
      mockServices.permissions.factory({ result: AuthorizeResult.DENY }),
    ],
  });
  const { server } = backend;
  for (const path of ['audit', 'audit/export']) {
    const answer = await request(server).get(`${base}/${path}`).set(user);
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toContain('sprintconnect.audit.read');
  }
  await backend.stop();
});

it('does not start with a key that is too short', async () => {
  await expect(
    startTestBackend({
      features: [
        plugin,
        mockServices.rootConfig.factory({
          data: { sprintconnect: { audit: { key: 'short' } } },
        }),
      ],
    }),
  ).rejects.toThrow(/sprintconnect\.audit\.key/);
});
