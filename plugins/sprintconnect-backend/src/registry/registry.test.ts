import request from 'supertest';
import {
  serverSchema,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  databaseIds,
  fullSight,
  testContext,
  testJudgement,
} from '../__testUtils__';
import type { RegistryPlumbing } from './RegistryDeps';
import {
  observation,
  openRegistry,
  tool,
  weather,
} from './__testUtils__/openRegistry';

const catalog = { 'x-test-caller': 'service:plugin:catalog' };

describe.each(databaseIds)('the registry on %s', id => {
  const open = () => openRegistry({ id });

  it('registers a server with its audit entry, event and job', async () => {
    const { app, counts, database, events } = await open();
    const before = await counts();
    const body = weather({
      title: 'Weather',
      description: 'Forecasts',
      tags: ['public', 'met'],
      owner: 'group:default/sky',
    });
    const response = await request(app).post('/v1/servers').send(body);
    expect(response.status).toBe(201);
    expect(response.headers).toMatchObject({
      etag: '"1"',
      location: `/v1/servers/${response.body.id}`,
      'cache-control': 'no-store',
    });
    expect(serverSchema.parse(response.body)).toMatchObject({
      ...body,
      entityRef: 'api:default/weather-production',
      status: 'active',
      origin: 'api',
      revision: 1,
      createdAt: '2026-11-22T12:00:00.000Z',
    });
    expect(await counts()).toEqual({
      ...before,
      servers: 1,
      server_tags: 2,
      audit_entries: 1,
      outbox_events: 1,
      jobs: 1,
    });
    expect(await events()).toEqual(['server.registered']);
    expect(await database.reader('jobs').first()).toMatchObject({
      kind: 'discover-server',
      key: response.body.id,
    });
    const read = await request(app).get(
      '/v1/servers/by-name/production/weather',
    );
    expect(read.body).toEqual(response.body);
  });

  it.each(['audit', 'outbox', 'jobs'] as const)(
    'writes nothing of a registration when %s fails',
    async port => {
      const fail = async () => {
        throw new Error(`${port} is broken`);
      };
      const broken: Partial<RegistryPlumbing> = {
        audit: { audit: { record: fail, refused: () => {} } },
        outbox: { outbox: { add: fail } },
        jobs: { jobs: { enqueue: fail } },
      }[port];
      const { app, counts } = await openRegistry({ id, plumbing: broken });
      const before = await counts();
      const response = await request(app)
        .post('/v1/servers')
        .set('idempotency-key', 'k')
        .send(weather({ tags: ['a'] }));
      expect(response.status).toBe(500);
      expect(response.text).not.toContain('broken');
      expect(await counts()).toEqual(before);
    },
  );

  it.each(['audit', 'outbox', 'jobs'] as const)(
    'writes nothing of any other change when %s fails',
    async port => {
      const { app, counts, ctx, plumbing, register, service } = await open();
      const server = await register();
      const path = `/v1/servers/${server.id}`;
      const before = await counts();
      const row = (await request(app).get(path)).body;
      const broken = () => Promise.reject(new Error(`${port} is broken`));
      const spies = {
        audit: () => jest.spyOn(plumbing.audit, 'record'),
        outbox: () => jest.spyOn(plumbing.outbox, 'add'),
        jobs: () => jest.spyOn(plumbing.jobs, 'enqueue'),
      };
      spies[port]().mockImplementation(broken);
      const remotes = [{ type: 'sse', url: 'https://other.example/' }];
      await request(app)
        .patch(path)
        .set('if-match', '"1"')
        .send({ remotes, tags: ['x'] })
        .expect(500);
      await request(app).post(`${path}/discover`).expect(500);
      await request(app)
        .put('/v1/catalog/entities/default/new')
        .set(catalog)
        .send(weather({ name: 'new' }))
        .expect(500);
      const others =
        port === 'jobs'
          ? []
          : [
              request(app)
                .delete(path)
                .then(response => response.status === 500 && 'refused'),
              service
                .recordSnapshot(ctx, server.id, observation())
                .catch(() => 'refused'),
              service
                .recordDiscoveryFailure(ctx, server.id, {
                  code: 'dns',
                  message: 'x',
                })
                .catch(() => 'refused'),
            ];
      expect(await Promise.all(others)).toEqual(others.map(() => 'refused'));
      expect(await counts()).toEqual(before);
      expect((await request(app).get(path)).body).toEqual(row);
    },
  );

  it('does a repeated registration once', async () => {
    const { app, counts } = await open();
    const send = () =>
      request(app)
        .post('/v1/servers')
        .set('idempotency-key', 'k1')
        .send(weather());
    const first = await send();
    const before = await counts();
    const second = await send();
    expect([second.status, second.body, second.headers.location]).toEqual([
      201,
      first.body,
      first.headers.location,
    ]);
    expect(await counts()).toEqual(before);
  });

  it('gives a name to one of two who ask at once', async () => {
    const { app, counts } = await open();
    const answers = await Promise.all(
      [1, 2].map(() => request(app).post('/v1/servers').send(weather())),
    );
    expect(answers.map(each => each.status).sort()).toEqual([201, 409]);
    expect(await counts()).toMatchObject({
      servers: 1,
      jobs: 1,
      outbox_events: 1,
      audit_entries: 1,
    });
  });

  it('changes a server under its revision, and asks anew when the remotes change', async () => {
    const { app, clock, register, events, counts } = await open();
    const server = await register({ title: 'Weather', tags: ['a'] });
    clock.advance(1000);
    const patch = (revision: number, body: object) =>
      request(app)
        .patch(`/v1/servers/${server.id}`)
        .set('if-match', `"${revision}"`)
        .send(body);
    const titled = await patch(1, {
      title: null,
      tags: ['b', 'c'],
      owner: 'group:default/sky',
    });
    expect(titled.body).toMatchObject({
      tags: ['b', 'c'],
      owner: 'group:default/sky',
      revision: 2,
      updatedAt: '2026-11-22T12:00:01.000Z',
    });
    expect(titled.body).not.toHaveProperty('title');
    expect(titled.headers.etag).toBe('"2"');
    expect(
      (await request(app).get('/v1/servers?tag=c')).body.items,
    ).toHaveLength(1);
    const before = await counts();
    const same = await patch(2, { tags: ['b', 'c'] });
    expect(same.body.revision).toBe(2);
    expect(await counts()).toEqual(before);
    await patch(2, {
      remotes: [{ type: 'sse', url: 'https://other.example/sse' }],
    }).expect(200);
    expect(await events()).toEqual([
      'server.registered',
      'server.updated',
      'server.updated',
    ]);
    await patch(2, { title: 'late' }).expect(412);
  });

  it('retires a server once, keeps its history and frees its name', async () => {
    const { app, ctx, register, service, events, counts } = await open();
    const server = await register();
    await service.recordSnapshot(ctx, server.id, observation());
    await request(app).delete(`/v1/servers/${server.id}`).expect(204);
    const before = await counts();
    await request(app).delete(`/v1/servers/${server.id}`).expect(204);
    expect(await counts()).toEqual(before);
    expect((await events()).at(-1)).toBe('server.retired');
    expect((await request(app).get('/v1/servers')).body.items).toEqual([]);
    expect(
      (await request(app).get('/v1/servers?status=retired')).body.items,
    ).toHaveLength(1);
    expect(
      (await request(app).get(`/v1/servers/${server.id}/snapshots/1`)).status,
    ).toBe(200);
    expect(await service.getDiscoveryTarget(ctx, server.id)).toBeUndefined();
    await request(app).post('/v1/servers').send(weather()).expect(201);
    await expect(
      service.recordSnapshot(ctx, server.id, observation()),
    ).rejects.toThrow('retired');
  });

  it('queues one discovery however often it is asked for', async () => {
    const { app, register, counts } = await open();
    const server = await register();
    const first = await request(app).post(`/v1/servers/${server.id}/discover`);
    const second = await request(app).post(`/v1/servers/${server.id}/discover`);
    expect([first.status, first.headers.location]).toEqual([
      202,
      `/v1/jobs/${first.body.jobId}`,
    ]);
    expect(second.body).toEqual(first.body);
    expect(await counts()).toMatchObject({ jobs: 1 });
  });

  it('keeps organisations apart', async () => {
    const { app, register } = await open();
    const server = await register();
    const other = { 'x-test-org': 'other' };
    await request(app).get(`/v1/servers/${server.id}`).set(other).expect(404);
    await request(app)
      .delete(`/v1/servers/${server.id}`)
      .set(other)
      .expect(404);
    expect(
      (await request(app).get('/v1/servers?count=true').set(other)).body,
    ).toEqual({ items: [], totalItems: 0 });
    await request(app)
      .post('/v1/servers')
      .set(other)
      .send(weather())
      .expect(201);
  });

  describe('what a discovery found', () => {
    it('becomes a version only where it differs', async () => {
      const { app, ctx, register, service, events, counts, clock } =
        await open();
      const server = await register();
      expect(
        await service.recordSnapshot(ctx, server.id, observation()),
      ).toEqual({ version: 1, changed: true });
      expect((await events()).slice(1)).toEqual([
        'server.discovery.completed',
        'server.capabilities.changed',
      ]);
      const before = await counts();
      clock.advance(60_000);
      const same = observation();
      same.capabilities.reverse();
      same.capabilities = same.capabilities.map(each => ({
        ...each,
        definition: Object.fromEntries(
          Object.entries(each.definition).reverse(),
        ),
      }));
      same.serverInfo = { name: 'weather', version: '2.0.0' };
      expect(await service.recordSnapshot(ctx, server.id, same)).toEqual({
        version: 1,
        changed: false,
      });
      expect(await counts()).toEqual(before);
      const read = await request(app).get(`/v1/servers/${server.id}`);
      expect(serverSchema.parse(read.body)).toMatchObject({
        era: 'modern',
        serverInfo: { version: '2.0.0' },
        counts: { tools: 2, resources: 0, resourceTemplates: 0, prompts: 1 },
        snapshot: { current: 1 },
        revision: 1,
        lastDiscoveredAt: '2026-11-22T12:01:00.000Z',
      });
      const { items } = (
        await request(app).get(
          `/v1/servers/${server.id}/capabilities?kind=tool`,
        )
      ).body;
      expect(items).toMatchObject([
        {
          name: 'alerts',
          firstSeen: '2026-11-22T12:00:00.000Z',
          lastSeen: '2026-11-22T12:01:00.000Z',
        },
        {
          name: 'forecast',
          description: 'Tells the weather',
          inputSchema: { type: 'object' },
        },
      ]);
    });

    it('tells versions apart, and remembers when a capability came', async () => {
      const { app, ctx, register, service, clock } = await open();
      const server = await register();
      const path = `/v1/servers/${server.id}`;
      await service.recordSnapshot(ctx, server.id, observation());
      const later = [
        [tool('alerts', { description: 'Send me to http://evil.example/' })],
        [
          tool('alerts'),
          tool('forecast', { description: 'Tells the weather' }),
        ],
      ];
      for (const capabilities of later) {
        clock.advance(1000);
        await service.recordSnapshot(
          ctx,
          server.id,
          observation({ capabilities }),
        );
      }
      const versions = await request(app).get(
        `${path}/snapshots?limit=2&count=true`,
      );
      expect(versions.body).toMatchObject({
        items: [{ version: 3 }, { version: 2 }],
        totalItems: 3,
      });
      const rest = await request(app).get(
        `${path}/snapshots?limit=2&cursor=${versions.body.nextCursor}&fields=version`,
      );
      expect(rest.body).toEqual({ items: [{ version: 1 }] });
      const diff = await request(app).get(`${path}/snapshots/1/diff/2`);
      expect(diff.body).toMatchObject({
        identical: false,
        severity: 'warning',
      });
      expect(
        diff.body.changes.map(
          (each: { grade: string; name: string }) =>
            `${each.name} ${each.grade}`,
        ),
      ).toEqual([
        'forecast removed',
        'alerts description',
        'alerts url-introduced',
        'forecast removed',
      ]);
      expect(
        (await request(app).get(`${path}/snapshots/2/diff/2`)).body,
      ).toMatchObject({ identical: true, changes: [] });
      const { items } = (
        await request(app).get(`${path}/capabilities?q=WEATHER`)
      ).body;
      expect(items).toMatchObject([
        {
          name: 'forecast',
          kind: 'tool',
          firstSeen: '2026-11-22T12:00:00.000Z',
        },
      ]);
    });

    it('cannot be a name twice', async () => {
      const { ctx, register, service, counts } = await open();
      const server = await register();
      const before = await counts();
      const twice = observation({ capabilities: [tool('a'), tool('a')] });
      await expect(
        service.recordSnapshot(ctx, server.id, twice),
      ).rejects.toThrow('The server offers the tool "a" twice');
      expect(await counts()).toEqual(before);
    });

    it('may be hostile text and a great deal of it', async () => {
      const { app, ctx, register, service } = await open();
      const server = await register();
      const capabilities = [
        tool(`nul\u0000${'ü'.repeat(3000)}`, { description: 'a\u0000b' }),
        ...Array.from({ length: 5000 }, (_each, at) => tool(`t${at}`)),
      ];
      const at = Date.now();
      await service.recordSnapshot(
        ctx,
        server.id,
        observation({ capabilities, instructions: 'x\u0000y' }),
      );
      expect(Date.now() - at).toBeLessThan(20_000);
      const seen = new Set<string>();
      let cursor = '';
      do {
        const page = await request(app).get(
          `/v1/servers/${server.id}/capabilities?limit=200&fields=id${cursor}`,
        );
        page.body.items.forEach((each: { id: string }) => seen.add(each.id));
        cursor = page.body.nextCursor && `&cursor=${page.body.nextCursor}`;
      } while (cursor);
      expect(seen.size).toBe(5001);
    }, 60_000);

    it('that failed is said, keeps the last version, and is forgotten by the next good one', async () => {
      const { app, ctx, register, service, events } = await open();
      const server = await register();
      await service.recordSnapshot(ctx, server.id, observation());
      await service.recordDiscoveryFailure(ctx, server.id, {
        code: 'timeout',
        message: 'No answer within 10 s',
      });
      const failed = await request(app).get(`/v1/servers/${server.id}`);
      expect(failed.body).toMatchObject({
        snapshot: { current: 1 },
        lastError: {
          code: 'timeout',
          message: 'No answer within 10 s',
          at: '2026-11-22T12:00:00.000Z',
        },
      });
      expect((await events()).at(-1)).toBe('server.discovery.failed');
      await service.recordSnapshot(ctx, server.id, observation());
      expect(
        (await request(app).get(`/v1/servers/${server.id}`)).body,
      ).not.toHaveProperty('lastError');
      expect((await events()).at(-1)).toBe('server.discovery.completed');
    });

    it('says when to look again', async () => {
      const { ctx, database, register, service, clock } = await open();
      const server = await register({ discoveryIntervalSeconds: 60 });
      const due = async (seconds: number) =>
        (
          await service.listDueForDiscovery(
            new Date(clock.now().getTime() + seconds * 1000),
            10,
          )
        ).length;
      expect([await due(59), await due(60)]).toEqual([0, 1]);
      await service.recordDiscoveryFailure(ctx, server.id, {
        code: 'dns',
        message: 'x',
      });
      expect([await due(119), await due(120)]).toEqual([0, 1]);
      await service.recordSnapshot(ctx, server.id, observation());
      expect([await due(59), await due(60)]).toEqual([0, 1]);
      const servers = await service.listDueForDiscovery(
        new Date(clock.now().getTime() + 60_000),
        10,
      );
      expect(servers).toEqual([{ serverId: server.id, orgId: 'default' }]);
      const until = new Date(clock.now().getTime() + 500_000);
      await database.transaction(tx =>
        service.deferDiscovery(tx, { servers, until }),
      );
      expect([await due(499), await due(500)]).toEqual([0, 1]);
      expect(await service.getDiscoveryTarget(ctx, server.id)).toMatchObject({
        remotes: server.remotes,
        prior: {
          era: 'modern',
          protocolVersion: '2026-07-28',
          remoteUrl: 'https://weather.example/mcp',
        },
      });
    });
  });

  describe('what the catalog says', () => {
    it('makes a server, follows it, retires it and brings it back', async () => {
      const { app, counts, events, clock } = await open();
      const put = (body: object) =>
        request(app)
          .put('/v1/catalog/entities/Default/Tides')
          .set(catalog)
          .send(body);
      const made = await put(weather({ name: 'tides', title: 'Tides' }));
      expect(made.body).toMatchObject({
        origin: 'catalog',
        entityRef: 'api:default/tides',
        title: 'Tides',
      });
      const before = await counts();
      expect(
        (await put(weather({ name: 'tides', title: 'Tides' }))).body,
      ).toEqual(made.body);
      expect(await counts()).toEqual(before);
      clock.advance(1000);
      const moved = await put({
        ...weather({ name: 'tides' }),
        environment: 'staging',
        credentialRef: 'sea',
      });
      expect(moved.body).toMatchObject({
        id: made.body.id,
        environment: 'staging',
        credentialRef: 'sea',
        revision: 2,
      });
      expect(moved.body).not.toHaveProperty('title');
      const remove = () =>
        request(app)
          .delete('/v1/catalog/entities/default/tides')
          .set(catalog)
          .expect(204);
      await remove();
      const gone = await counts();
      await remove();
      expect(await counts()).toEqual(gone);
      const back = await put(weather({ name: 'tides' }));
      expect(back.body).toMatchObject({
        id: made.body.id,
        status: 'active',
        revision: 4,
      });
      expect(await events()).toEqual([
        'server.registered',
        'server.updated',
        'server.retired',
        'server.registered',
      ]);
    });

    it('lets people set the interval only', async () => {
      const { app, ctx, service } = await open();
      const server = await service.applyCatalogServer(ctx, {
        entityRef: 'api:default/tides',
        body: weather({ name: 'tides' }),
      });
      const patch = (body: object) =>
        request(app)
          .patch(`/v1/servers/${server.id}`)
          .set('if-match', '"1"')
          .send(body);
      const refused = await patch({ title: 'x' });
      expect(refused.body.detail).toContain(
        'edit or unregister the catalog entity api:default/tides',
      );
      await patch({ discoveryIntervalSeconds: 60 }).expect(200);
      const again = await service.applyCatalogServer(ctx, {
        entityRef: 'api:default/tides',
        body: weather({ name: 'tides' }),
      });
      expect(again.discoveryIntervalSeconds).toBe(60);
    });
  });

  describe('lists', () => {
    const namesOf = (items: Pick<Server, 'name'>[]) =>
      items.map(each => each.name);

    it('filter, search, count and choose fields', async () => {
      const { app, register } = await open();
      await register({
        name: 'a',
        title: 'Überblick 100%',
        tags: ['x', 'y'],
        owner: 'group:default/a',
      });
      await register({
        name: 'b',
        environment: 'staging',
        tags: ['y'],
        lifecycle: 'experimental',
      });
      await register({
        name: 'c',
        environment: 'development',
        description: 'über_all',
      });
      const list = async (query: string) =>
        namesOf(
          (await request(app).get(`/v1/servers?${query}`).expect(200)).body
            .items,
        );
      expect(await list('')).toEqual(['a', 'b', 'c']);
      expect(await list('orderBy=-name')).toEqual(['c', 'b', 'a']);
      expect(await list('environment=staging,development')).toEqual(['b', 'c']);
      expect(await list('environment=staging&environment=production')).toEqual([
        'a',
        'b',
      ]);
      expect(await list('tag=x')).toEqual(['a']);
      expect(await list('tag=x,y')).toEqual(['a', 'b']);
      expect(await list('q=%C3%9CBER')).toEqual(['a', 'c']);
      expect(await list('q=100%25')).toEqual(['a']);
      expect(await list('q=r_a')).toEqual(['c']);
      expect(await list('entityRef=API:default/B-staging')).toEqual(['b']);
      expect(await list('origin=catalog')).toEqual([]);
      const page = await request(app).get(
        '/v1/servers?limit=2&count=true&fields=name,environment',
      );
      expect(page.body).toMatchObject({
        items: [
          { name: 'a', environment: 'production' },
          { name: 'b', environment: 'staging' },
        ],
        totalItems: 3,
      });
      expect(Object.keys(page.body.items[0]).sort()).toEqual([
        'environment',
        'name',
      ]);
      await request(app)
        .get(`/v1/servers?limit=2&tag=y&cursor=${page.body.nextCursor}`)
        .expect(400);
    });

    it('count facets over the other filters', async () => {
      const { app, register } = await open();
      await register({ name: 'a', tags: ['x', 'y'], owner: 'group:default/a' });
      await register({ name: 'b', tags: ['y'] });
      const gone = await register({ name: 'c', environment: 'staging' });
      await request(app).delete(`/v1/servers/${gone.id}`).expect(204);
      const facets = (
        await request(app).get('/v1/servers/facets?tag=x').expect(200)
      ).body;
      expect(facets).toEqual({
        environment: [{ value: 'production', count: 1 }],
        status: [{ value: 'active', count: 1 }],
        health: [{ value: 'unknown', count: 1 }],
        owner: [{ value: 'group:default/a', count: 1 }],
        tag: [
          { value: 'y', count: 2 },
          { value: 'x', count: 1 },
        ],
        lifecycle: [],
        origin: [{ value: 'api', count: 1 }],
      });
      const all = (await request(app).get('/v1/servers/facets')).body;
      expect(all.status).toEqual([
        { value: 'active', count: 2 },
        { value: 'retired', count: 1 },
      ]);
      expect(all.environment).toEqual([{ value: 'production', count: 2 }]);
    });

    it.each([
      'name',
      '-name',
      'createdAt',
      '-createdAt',
      'updatedAt',
      '-updatedAt',
    ])(
      'by %s show every server once while servers come, go and move',
      async orderBy => {
        const { app, ctx, clock, register, service } = await open();
        const names = ['b', 'd', 'f', 'h', 'j', 'l', 'n'];
        for (const name of names) {
          await service.applyCatalogServer(ctx, {
            entityRef: `api:default/${name}`,
            body: weather({ name }),
          });
          clock.advance(1000);
        }
        const rename = async (from: string, to: string) => {
          clock.advance(1000);
          await service.applyCatalogServer(ctx, {
            entityRef: `api:default/${from}`,
            body: weather({ name: to }),
          });
        };
        const seen: string[] = [];
        const page = async (cursor?: string) => {
          const { body } = await request(app)
            .get(
              `/v1/servers?limit=2&orderBy=${orderBy}${cursor ? `&cursor=${cursor}` : ''}`,
            )
            .expect(200);
          seen.push(
            ...body.items.map((each: Server) => each.entityRef.split('/')[1]),
          );
          return body.nextCursor;
        };
        const first = await page();
        await rename('b', 'z');
        await rename('d', 'e');
        await rename('n', 'a');
        await rename('l', 'c');
        await rename('l', 'y');
        await register({ name: 'g' });
        const second = await page(first);
        await service.removeCatalogServer(ctx, 'api:default/h');
        await rename('b', 'a2');
        let cursor = second;
        while (cursor) cursor = await page(cursor);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual(
          expect.arrayContaining(names.filter(name => name !== 'h')),
        );
        const fresh = (await request(app).get('/v1/servers')).body.items;
        expect(namesOf(fresh)).toEqual([...namesOf(fresh)].sort());
      },
    );
  });
});

describe('the hot queries', () => {
  it('use their indexes on PostgreSQL', async () => {
    const [postgres] = databaseIds.filter(id => id.startsWith('POSTGRES'));
    expect(postgres).toBeDefined();
    const { database, register, service, ctx } = await openRegistry({
      id: postgres,
    });
    const { id } = await register({ name: 'seed', tags: ['rare'] });
    await database.reader.raw(
      `insert into servers (id, org_id, name, environment, origin, entity_ref, remotes, tags, search_text, status, revision, created_at, updated_at, next_discovery_at)
       select 's' || n, 'default', 'name' || n, 'production', 'api', 'api:default/s' || n, '[]', '[]', 'name' || n, 'active', 1, now(), now(), now() + n * interval '1 second'
       from generate_series(1, 10000) n`,
    );
    await database.reader.raw('analyze servers');
    const queries: { sql: string; bindings: unknown[] }[] = [];
    database.reader.on('query', query => queries.push(query));
    await service.listServers(ctx, {
      query: { limit: 50 },
      readable: testJudgement(),
    });
    await service.listServers(ctx, {
      query: { limit: 50, orderBy: '-updatedAt' },
      readable: testJudgement(),
    });
    await service.getServerByName(
      ctx,
      {
        environment: 'production',
        name: 'seed',
      },
      testJudgement(),
    );
    await service.listServers(ctx, {
      query: { limit: 50, entityRef: 'api:default/s77' },
      readable: testJudgement(),
    });
    await service.listDueForDiscovery(new Date(), 10);
    await service.listCapabilities(ctx, {
      id,
      query: { limit: 50 },
      sight: fullSight,
    });
    const plans = [];
    for (const { sql, bindings } of queries.filter(each =>
      /from "(servers|capabilities)"/.test(each.sql),
    )) {
      const plan = await database.reader.raw(
        `explain ${sql.replace(/\$\d+/g, '?')}`,
        bindings as string[],
      );
      plans.push(
        plan.rows
          .map((row: Record<string, string>) => row['QUERY PLAN'])
          .join('\n'),
      );
    }
    expect(plans).toEqual([
      expect.stringContaining('servers_name_idx'),
      expect.stringContaining('servers_updated_idx'),
      expect.stringContaining('servers_live_name_idx'),
      expect.stringMatching(/servers_(live_)?entity_idx/),
      expect.stringContaining('servers_due_idx'),
      expect.stringContaining('servers_pkey'),
      expect.stringContaining('capabilities'),
    ]);
  });

  it('answer a list of 10,000 servers within 20 ms', async () => {
    const { database, service, register } = await openRegistry();
    await register({ name: 'seed' });
    await database.reader.raw(
      `insert into servers (id, org_id, name, environment, origin, entity_ref, remotes, tags, search_text, status, revision, created_at, updated_at)
       with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 10000)
       select 's' || n, 'default', 'name' || n, 'production', 'api', 'api:default/s' || n, '[]', '[]', 'name' || n, 'active', 1, 0, 0 from numbers`,
    );
    const ctx = testContext();
    const times: number[] = [];
    for (let run = 0; run < 60; run++) {
      const at = performance.now();
      const page = await service.listServers(ctx, {
        query: {
          limit: 50,
          q: run % 2 ? 'name99' : undefined,
        },
        readable: testJudgement(),
      });
      times.push(performance.now() - at);
      expect(page.items).toHaveLength(50);
    }
    times.sort((a, b) => a - b);
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(20);
  });
});
