import { mockServices } from '@backstage/backend-test-utils';
import request from 'supertest';
import {
  type Capability,
  type CapabilityHit,
  type Server,
  problemTypeOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { fits } from '../permissions/rules/fits';
import { databaseIds, freeHand } from '../__testUtils__';
import { type Criteria, EVERYTHING } from '../ports';
import { openTraits } from './__testUtils__/openTraits';

const READ = 'sprintconnect.server.read';
const UPDATE = 'sprintconnect.server.update';
const DELETE = 'sprintconnect.server.delete';
const CAPABILITY = 'sprintconnect.capability.read';

const SERVERS: [string, Criteria][] = [
  ['everything', EVERYTHING],
  ['those of an owner', { trait: 'owner', anyOf: ['a', 'group:default/a'] }],
  ['those with a tag', { trait: 'tag', anyOf: ['x'] }],
  ['those of an environment', { trait: 'environment', anyOf: ['staging'] }],
  ['those of a lifecycle', { trait: 'lifecycle', anyOf: ['beta'] }],
  ['those in quarantine', { trait: 'status', anyOf: ['quarantined'] }],
  [
    'a mixture',
    {
      anyOf: [
        { not: { trait: 'owner', anyOf: ['a', 'group:default/a'] } },
        {
          allOf: [
            { trait: 'tag', anyOf: ['y'] },
            { trait: 'lifecycle', anyOf: ['beta'] },
          ],
        },
      ],
    },
  ],
];
const CAPABILITIES: [string, Criteria][] = [
  ['those that only read', { trait: 'read-only' }],
  ['those that do not destroy', { not: { trait: 'destructive' } }],
  ['those of a kind', { trait: 'kind', anyOf: ['prompt'] }],
  ['those of a name', { trait: 'name', pattern: 'fore*' }],
  [
    'those of a name in an environment',
    {
      allOf: [
        { trait: 'name', pattern: '*s' },
        { trait: 'environment', anyOf: ['production'] },
      ],
    },
  ],
];

describe.each(databaseIds)('on %s', id => {
  let world: Awaited<ReturnType<typeof openTraits>>;
  beforeAll(async () => {
    world = await openTraits(id);
  });

  it.each(SERVERS)('lists, counts and reads %s', async (_name, criteria) => {
    const { app } = await world.as({ [READ]: criteria });
    const visible = world.all
      .filter(({ server }) => fits(criteria, { server }))
      .map(({ server }) => server);
    const names = visible.map(({ name }) => name);

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await request(app)
        .get('/v1/servers')
        .query({ limit: 2, count: true, ...(cursor && { cursor }) });
      expect(body.totalItems).toBe(names.length);
      // Nothing was taken out of a page after it was read.
      expect(body.items).toHaveLength(Math.min(2, names.length - seen.length));
      seen.push(...body.items.map((each: Server) => each.name));
      cursor = body.nextCursor;
    } while (cursor);
    expect(seen).toEqual(names);

    const facets = await request(app).get('/v1/servers/facets');
    const counted = (facets.body.environment as { count: number }[]).reduce(
      (sum, { count }) => sum + count,
      0,
    );
    expect(counted).toBe(names.length);

    const hits = await request(app).get('/v1/discovery/servers').query({
      capability: 'forecast',
      limit: 100,
    });
    expect(
      hits.body.items
        .map((each: { server: Server }) => each.server.name)
        .sort(),
    ).toEqual(names);

    for (const { server } of world.all) {
      const status = names.includes(server.name) ? 200 : 404;
      const paths = [
        `/v1/servers/${server.id}`,
        `/v1/servers/by-name/${server.environment}/${server.name}`,
        `/v1/servers/${server.id}/capabilities`,
        `/v1/servers/${server.id}/snapshots`,
        `/v1/servers/${server.id}/snapshots/1`,
        `/v1/servers/${server.id}/snapshots/1/diff/1`,
      ];
      for (const path of paths) {
        expect([path, (await request(app).get(path)).status]).toEqual([
          path,
          status,
        ]);
      }
    }
  });

  it.each(CAPABILITIES)(
    'shows %s, of servers in sight',
    async (_n, criteria) => {
      const servers: Criteria = { trait: 'environment', anyOf: ['production'] };
      const { app } = await world.as({
        [READ]: servers,
        [CAPABILITY]: criteria,
      });
      const visible = world.all
        .filter(({ server }) => fits(servers, { server }))
        .map(({ server, capabilities }) => ({
          server,
          offered: capabilities.filter(capability =>
            fits(criteria, { server, capability }),
          ),
        }));
      const ids = visible
        .flatMap(each => each.offered.map(one => one.id))
        .sort();
      const idsOf = (items: CapabilityHit[]) =>
        items.map(({ capability }) => capability.id).sort();

      for (const { server, offered } of visible) {
        const { body } = await request(app)
          .get(`/v1/servers/${server.id}/capabilities`)
          .query({ count: true });
        expect(body.totalItems).toBe(offered.length);
        expect(body.items.map((each: Capability) => each.id).sort()).toEqual(
          offered.map(each => each.id).sort(),
        );
        const snapshot = await request(app).get(
          `/v1/servers/${server.id}/snapshots/1`,
        );
        expect(snapshot.body.capabilities).toHaveLength(offered.length);
      }

      const listed: CapabilityHit[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await request(app)
          .get('/v1/discovery/capabilities')
          .query({ limit: 3, ...(cursor && { cursor }) });
        listed.push(...body.items);
        cursor = body.nextCursor;
      } while (cursor);
      expect(idsOf(listed)).toEqual(ids);

      const found = await request(app)
        .get('/v1/discovery/capabilities')
        .query({ q: 'forecast alerts forecasts', limit: 100 });
      expect(idsOf(found.body.items).every(each => ids.includes(each))).toBe(
        true,
      );
      expect(found.body.items.length).toBeGreaterThan(0);

      for (const { capabilities } of world.all) {
        for (const each of capabilities) {
          const one = await request(app).get(
            `/v1/discovery/capabilities/${each.id}`,
          );
          expect(one.status).toBe(ids.includes(each.id) ? 200 : 404);
        }
      }
    },
  );

  it('answers alike for what is hidden, foreign and absent', async () => {
    const { app } = await world.as({ [READ]: { anyOf: [] } });
    const [{ server }] = world.all;
    const absent = '01900000-0000-7000-8000-000000000000';
    const answers = await Promise.all([
      request(app).get(`/v1/servers/${server.id}`),
      request(app).get(`/v1/servers/${absent}`),
      request(world.app)
        .get(`/v1/servers/${server.id}`)
        .set('x-test-org', 'other'),
    ]);
    const said = answers.map(({ status, body }) => ({
      status,
      detail: body.detail,
    }));
    expect(said[0].status).toBe(404);
    expect(new Set(said.map(each => JSON.stringify(each))).size).toBe(1);
  });

  it('404 for a write to what is hidden, 403 to what may only be seen, and nothing is written', async () => {
    const staging: Criteria = { trait: 'environment', anyOf: ['staging'] };
    const seen: Criteria = { not: { trait: 'tag', anyOf: ['x'] } };
    const { app, counts } = await world.as({
      [READ]: seen,
      [UPDATE]: staging,
      [DELETE]: staging,
    });
    const before = await counts();
    const statuses = new Set<number>();
    for (const { server } of world.all) {
      const isSeen = fits(seen, { server });
      if (isSeen && fits(staging, { server })) continue;
      const path = `/v1/servers/${server.id}`;
      const answers = [
        await request(app)
          .patch(path)
          .set('If-Match', '"1"')
          .set('Idempotency-Key', server.id)
          .send({ title: 'Mine' }),
        await request(app).delete(path),
        await request(app).post(`${path}/discover`),
      ];
      for (const { status, body } of answers) {
        expect(status).toBe(isSeen ? 403 : 404);
        expect(body.detail.includes('sprintconnect.server.')).toBe(isSeen);
        statuses.add(status);
      }
    }
    expect(statuses).toEqual(new Set([403, 404]));
    expect(await counts()).toEqual(before);
  });

  it('403 in words about the owning team where an owner is asked for, and nothing is written', async () => {
    const { app, counts } = await world.as({
      [DELETE]: { anyOf: [{ trait: 'owner', anyOf: ['group:default/none'] }] },
    });
    const before = await counts();
    const { server } = world.all[0];
    const refused = await request(app).delete(`/v1/servers/${server.id}`);
    expect([refused.status, refused.body.type, refused.body.detail]).toEqual([
      403,
      problemTypeOf('permission-narrowed'),
      'Only the owning team can do this (sprintconnect.server.delete).',
    ]);
    expect(await counts()).toEqual(before);
  });

  it('403 for the content of versions without the permission to see capabilities', async () => {
    const { app } = await world.as({}, [CAPABILITY]);
    const path = `/v1/servers/${world.all[0].server.id}/snapshots`;
    expect((await request(app).get(path)).status).toBe(200);
    expect((await request(app).get(`${path}/1`)).status).toBe(403);
    expect((await request(app).get(`${path}/1/diff/1`)).status).toBe(403);
  });

  it('finds resources for the permission framework, in order', async () => {
    const framework = mockServices.permissionsRegistry.mock();
    world.registry.registerResources(framework);
    const [ofServers, ofCapabilities] =
      framework.addResourceType.mock.calls.map(([type]) => type.getResources!);
    const [{ server, capabilities }] = world.all;
    const servers = await ofServers(['no', server.id]);
    // What a list leaves out, a resource has.
    const instructions = 'Ask for one city at a time.';
    expect(servers).toEqual([undefined, { ...server, instructions }]);
    const [offered, none] = await ofCapabilities([capabilities[0].id, 'no']);
    expect(offered).toMatchObject({
      server: { id: server.id },
      capability: { name: capabilities[0].name },
    });
    expect(none).toBeUndefined();
  });

  it('lets who is allowed write', async () => {
    const { app } = await world.as({
      [UPDATE]: { trait: 'tag', anyOf: ['x'] },
    });
    const mine = world.all.find(({ server }) => server.tags.includes('x'))!;
    const answer = await request(app)
      .patch(`/v1/servers/${mine.server.id}`)
      .set('If-Match', '"1"')
      .send({ title: 'Mine' });
    expect(answer.status).toBe(200);
    await world.service.retireServer(world.ctx, {
      id: mine.server.id,
      ...freeHand,
    });
  });
});
