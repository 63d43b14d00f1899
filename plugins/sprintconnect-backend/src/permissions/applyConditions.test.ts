import request from 'supertest';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { serverConditions } from '@sprintconnect/plugin-sprintconnect-common';
import plugin from '..';

it('answers the permission framework about single servers', async () => {
  const backend = await startTestBackend({
    features: [
      plugin,
      mockServices.rootConfig.factory({
        data: { sprintconnect: { roles: ['api'] } },
      }),
    ],
  });
  const base = '/api/sprintconnect';
  const { body: server } = await request(backend.server)
    .post(`${base}/v1/servers`)
    .set('Authorization', mockCredentials.user.header())
    .send({
      name: 'weather',
      environment: 'staging',
      owner: 'group:default/a',
      remotes: [{ type: 'streamable-http', url: 'https://mcp.example/' }],
    });
  const ask = (resourceRef: string, claim: string) => ({
    id: `${resourceRef} ${claim}`,
    resourceRef,
    resourceType: 'mcp-server',
    conditions: serverConditions.isOwner({ claims: [claim] }),
  });
  const answer = await request(backend.server)
    .post(`${base}/.well-known/backstage/permissions/apply-conditions`)
    .set('Authorization', mockCredentials.service.header())
    .send({
      items: [
        ask(server.id, 'group:default/a'),
        ask(server.id, 'group:default/b'),
        ask('absent', 'group:default/a'),
      ],
    });
  expect(answer.status).toBe(200);
  expect(
    answer.body.items.map((each: { result: string }) => each.result),
  ).toEqual(['ALLOW', 'DENY', 'DENY']);
  const metadata = await request(backend.server)
    .get(`${base}/.well-known/backstage/permissions/metadata`)
    .set('Authorization', mockCredentials.service.header());
  const rules = metadata.body.rules.map((each: { name: string }) => each.name);
  expect(rules).toEqual(
    expect.arrayContaining(['IS_OWNER', 'HAS_TAG', 'IS_DESTRUCTIVE']),
  );
  await backend.stop();
});
