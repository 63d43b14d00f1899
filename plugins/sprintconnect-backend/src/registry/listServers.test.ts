import request from 'supertest';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from '../__testUtils__';
import { openRegistry, weather } from './__testUtils__/openRegistry';

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
