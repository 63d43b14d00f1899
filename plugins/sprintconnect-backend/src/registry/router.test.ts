import request from 'supertest';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { freeHand } from '../__testUtils__';
import { openRegistry, weather } from './__testUtils__/openRegistry';
import { badChanges } from './__testUtils__/refused/badChanges';
import { badEntities } from './__testUtils__/refused/badEntities';
import { badReads } from './__testUtils__/refused/badReads';
import { badRegistrations } from './__testUtils__/refused/badRegistrations';
import { badRemotes } from './__testUtils__/refused/badRemotes';
import {
  type BadRequest,
  type BadRequests,
  NOWHERE,
} from './__testUtils__/refused/BadRequest';

type Registry = Awaited<ReturnType<typeof openRegistry>>;

const BAD: BadRequests = {
  ...badRegistrations,
  ...badRemotes,
  ...badChanges,
  ...badReads,
  ...badEntities,
};

async function openWithServers() {
  const registry = await openRegistry();
  const { service, ctx } = registry;
  const first = await service.registerServer(ctx, {
    body: weather(),
    idempotencyKey: 'used',
  });
  const { id } = first.result;
  const gone = await registry.register({ name: 'gone' });
  await service.retireServer(ctx, { id: gone.id, ...freeHand });
  const catalog = await service.applyCatalogServer(ctx, {
    entityRef: 'api:default/tides',
    body: weather({ name: 'tides' }),
  });
  return { registry, ids: { id, retired: gone.id, catalog: catalog.id } };
}

function send(
  registry: Registry,
  bad: BadRequest,
  ids: Record<string, string>,
) {
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
      const kind = bad.kind ?? (bad.errors && 'invalid-request');
      expect(response.body).toMatchObject({
        type: kind ? problemTypeOf(kind) : 'about:blank',
        status: bad.status,
        requestId: 'test-request',
      });
      expect(response.text).not.toMatch(
        /hunter2|insert into|select |SQLITE|node_modules/,
      );
      expect(await registry.counts()).toEqual(before);
      expect(JSON.stringify(registry.logger.warn.mock.calls)).not.toContain(
        'hunter2',
      );
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
