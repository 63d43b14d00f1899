import request from 'supertest';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import type { FindEntities } from '../ports';
import { openRegistry, weather } from './__testUtils__/openRegistry';

const KNOWN = ['group:default/sky', 'user:default/ada', 'system:default/data'];

async function openWith(findEntities: FindEntities) {
  const registry = await openRegistry({ plumbing: { findEntities } });
  const post = (body: object) =>
    request(registry.app)
      .post('/v1/servers')
      .send({ ...weather(), ...body });
  return { registry, post };
}

const withThese: FindEntities = async refs =>
  new Set(refs.filter(ref => KNOWN.includes(ref)));

it.each([
  { owner: 'group:default/sky', system: 'system:default/data' },
  { owner: 'group:Default/Sky', system: 'data' },
  { owner: 'sky' },
  { owner: 'user:ada' },
  { owner: 'default/sky', system: 'default/data' },
  {},
])('takes what the catalog knows: %j', async body => {
  const { post } = await openWith(withThese);
  expect((await post(body)).status).toBe(201);
});

it.each([
  [{ owner: 'group:default/skye' }, ['owner']],
  [{ owner: 'group:other/sky' }, ['owner']],
  [{ owner: 'ada' }, ['owner']],
  [{ owner: 'system:default/data' }, ['owner']],
  [{ owner: 'sky', system: 'sky' }, ['system']],
  [{ owner: 'nobody', system: 'nothing' }, ['owner', 'system']],
])('refuses what it does not know: %j', async (body, paths) => {
  const { registry, post } = await openWith(withThese);
  const before = await registry.counts();
  const answer = await post(body);
  expect(answer.status).toBe(400);
  expect(answer.body.errors.map((each: { path: string }) => each.path)).toEqual(
    paths,
  );
  expect(await registry.counts()).toEqual(before);
});

it('changes nothing to an owner that is not there, and clears one without asking', async () => {
  const { registry, post } = await openWith(withThese);
  const { body: server } = await post({ owner: 'sky' });
  const patch = (body: object) =>
    request(registry.app)
      .patch(`/v1/servers/${server.id}`)
      .set('If-Match', '"1"')
      .send(body);
  const before = await registry.counts();
  expect((await patch({ owner: 'nobody' })).status).toBe(400);
  expect(await registry.counts()).toEqual(before);
  expect((await patch({ owner: null })).status).toBe(200);
});

it('says so, and does nothing, while the catalog does not answer', async () => {
  const { registry, post } = await openWith(async () => {
    throw new Error('connect ECONNREFUSED');
  });
  const before = await registry.counts();
  const answer = await post({ owner: 'sky' });
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
  expect(answer.body.detail).toMatch(/^The catalog does not answer/);
  expect(answer.body.type).toBe(problemTypeOf('catalog-unavailable'));
  expect(await registry.counts()).toEqual(before);
  expect((await post({})).status).toBe(201);
});

it('takes any name in a portal without a catalog', async () => {
  const { post } = await openWith(async () => undefined);
  expect((await post({ owner: 'anybody' })).status).toBe(201);
});

it('asks nothing about what the catalog itself says', async () => {
  const { registry } = await openWith(async () => {
    throw new Error('The catalog asks us, and is not asked back');
  });
  const server = await registry.service.applyCatalogServer(registry.ctx, {
    entityRef: 'api:default/tides',
    body: weather({ name: 'tides', owner: 'group:default/not-yet' }),
  });
  expect(server.owner).toBe('group:default/not-yet');
});
