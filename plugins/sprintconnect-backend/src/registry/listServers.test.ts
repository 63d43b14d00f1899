import request from 'supertest';
import {
  type HealthStatus,
  healthStatusSchema,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from '../__testUtils__';
import {
  observation,
  openRegistry,
  tool,
  weather,
} from './__testUtils__/openRegistry';

describe.each(databaseIds)('lists of servers on %s', id => {
  const open = () => openRegistry({ id });

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
        (await request(app).get(`/v1/servers?${query}`).expect(200)).body.items,
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
    expect(
      await list('entityRef=api:default/C-development,API:default/B-staging'),
    ).toEqual(['b', 'c']);
    expect(
      await list('entityRef=api:default/nobody,api:default/b-staging&q=a'),
    ).toEqual([]);
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

  /** Servers with as many tools as their number says, of which every second was refreshed, and each has another health. */
  async function openObserved() {
    const opened = await open();
    const { clock, ctx, database, register, service } = opened;
    const ids = new Map<string, string>();
    const refresh = async (name: string, tools: number) => {
      clock.advance(1000);
      await service.recordSnapshot(ctx, ids.get(name)!, {
        ...observation(),
        capabilities: Array.from({ length: tools }, (_, at) => tool(`t${at}`)),
      });
    };
    const observe = (name: string, status: HealthStatus) =>
      database.transaction(tx =>
        service.recordHealth(tx, ctx, [
          { serverId: ids.get(name)!, status, since: clock.now() },
        ]),
      );
    for (const [at, status] of healthStatusSchema.options.entries()) {
      const name = `s${at}`;
      ids.set(name, (await register({ name })).id);
      await observe(name, status);
      if (at % 2 === 0) await refresh(name, at);
    }
    return { ...opened, refresh, observe };
  }

  it('by what was observed put the worst, the oldest and the smallest first', async () => {
    const { app } = await openObserved();
    const by = async (orderBy: string) =>
      (await request(app).get(`/v1/servers?orderBy=${orderBy}`).expect(200))
        .body.items as Server[];
    const health = (await by('health')).map(each => each.health.status);
    expect(health).toEqual([
      'unhealthy',
      'degraded',
      'login-required',
      'unknown',
      'healthy',
    ]);
    const least = (await by('-health')).map(each => each.health.status);
    expect(least).toEqual([...health].reverse());
    const times = (await by('lastDiscoveredAt')).map(
      each => each.lastDiscoveredAt ?? '',
    );
    expect(times).toEqual([...times].sort());
    expect(times.slice(0, 3)).toEqual(['', '', expect.stringMatching(/^2026/)]);
    const tools = (await by('-tools')).map(each => each.counts.tools);
    expect(tools).toEqual([4, 2, 0, 0, 0]);
  });

  it.each([
    'health',
    '-health',
    'lastDiscoveredAt',
    '-lastDiscoveredAt',
    'tools',
    '-tools',
  ])(
    'by %s show every server once while servers are refreshed and probed',
    async orderBy => {
      const { app, observe, refresh } = await openObserved();
      const whole = await request(app).get(`/v1/servers?orderBy=${orderBy}`);
      const expected = namesOf(whole.body.items);
      const seen: string[] = [];
      const page = async (cursor = '') => {
        const { body } = await request(app)
          .get(`/v1/servers?limit=2&orderBy=${orderBy}${cursor}`)
          .expect(200);
        seen.push(...namesOf(body.items));
        return body.nextCursor && `&cursor=${body.nextCursor}`;
      };
      let cursor = await page();
      while (cursor) {
        // What was shown goes to the end, and what was not to the beginning.
        const [shown, hidden] = [seen[0], expected.at(-1)!];
        const isUp = !orderBy.startsWith('-');
        await observe(shown, isUp ? 'healthy' : 'unhealthy');
        await observe(hidden, isUp ? 'unhealthy' : 'healthy');
        await refresh(hidden, isUp ? 0 : 9);
        await refresh(shown, isUp ? 9 : 0);
        await refresh('s3', 5);
        cursor = await page(cursor);
      }
      expect(seen).toEqual(expected);
    },
  );

  it('forget for good what no list needs any more', async () => {
    const { clock, counts, registry, observe } = await openObserved();
    const { server_observed_moves: kept } = await counts();
    expect(kept).toBeGreaterThan(0);
    const prune = async () => {
      for (const each of registry.prunes) await each(500);
    };
    clock.advance(24 * 3600 * 1000 - 60_000);
    await prune();
    expect((await counts()).server_observed_moves).toBe(kept);
    clock.advance(120_000);
    await observe('s1', 'unhealthy');
    await observe('s1', 'unhealthy');
    await prune();
    expect((await counts()).server_observed_moves).toBe(1);
  });
});
