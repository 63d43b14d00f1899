import fc from 'fast-check';
import request from 'supertest';
import { databaseIds } from '../__testUtils__';
import {
  observation,
  openRegistry,
  tool,
} from '../registry/__testUtils__/openRegistry';
import {
  found,
  indexOf,
  offer,
  rebuild,
  search,
} from './__testUtils__/searching';
import { WordStore } from './WordStore';

describe.each(databaseIds)('the index of the search on %s', id => {
  it('filters by kind, environment, tag and health', async () => {
    const registry = await openRegistry({ id });
    const { database } = registry;
    await offer(registry, { name: 'one', tags: ['red', 'blue'] });
    const two = await offer(registry, {
      name: 'two',
      environment: 'staging',
      tags: ['blue'],
    });
    await database
      .reader('servers')
      .where({ id: two })
      .update({ health_status: 'unhealthy' });
    const servers = async (query: Record<string, string>) => {
      const hits = [
        await search(registry, { ...query, q: 'issue message summary' }),
        await search(registry, query),
      ].map(each => [
        ...new Set(each.items.map(hit => hit.server.name).sort()),
      ]);
      expect(hits[0]).toEqual(hits[1]);
      return hits[0];
    };
    expect(await servers({})).toEqual(['one', 'two']);
    expect(await servers({ environment: 'staging' })).toEqual(['two']);
    expect(await servers({ environment: 'staging,production' })).toEqual([
      'one',
      'two',
    ]);
    expect(await servers({ tag: 'red' })).toEqual(['one']);
    expect(await servers({ tag: 'blue', health: 'unhealthy' })).toEqual([
      'two',
    ]);
    expect(await servers({ tag: 'green' })).toEqual([]);
    expect(found(await search(registry, { q: 'hub', kind: 'prompt' }))).toEqual(
      [],
    );
    const prompts = await search(registry, { q: 'summary', kind: 'prompt' });
    expect(prompts.items).toHaveLength(2);
  });

  it('forgets what is removed or retired, and learns what is changed', async () => {
    const registry = await openRegistry({ id });
    const { app, ctx, service } = registry;
    const server = await offer(registry, { name: 'hub' });
    const names = async (q: string) => found(await search(registry, { q }));
    expect(await names('issue')).toEqual(['create_issue', 'listIssues']);
    const capabilities = [
      tool('create_issue', { description: 'Opens a dossier' }),
    ];
    await service.recordSnapshot(ctx, server, observation({ capabilities }));
    expect(await names('issue')).toEqual(['create_issue']);
    expect(await names('dossier')).toEqual(['create_issue']);
    expect(await names('repository')).toEqual([]);
    await request(app)
      .patch(`/v1/servers/${server}`)
      .set('if-match', '"1"')
      .send({ title: 'Lighthouse keeper', tags: ['ocean'] })
      .expect(200);
    expect(await names('lighthouse')).toEqual(['create_issue']);
    expect(await names('ocean')).toEqual(['create_issue']);
    const [hit] = (await search(registry, { q: 'issue' })).items;
    await request(app).delete(`/v1/servers/${server}`).expect(204);
    expect(await names('issue')).toEqual([]);
    expect((await search(registry, {})).items).toEqual([]);
    const gone = await request(app).get(
      `/v1/discovery/capabilities/${hit.capability.id}`,
    );
    expect(gone.status).toBe(404);
  });

  it('writes nothing of a change that fails', async () => {
    const registry = await openRegistry({ id });
    const { app, ctx, plumbing, service } = registry;
    const server = await offer(registry, { name: 'hub' });
    const before = await indexOf(registry);
    jest.spyOn(plumbing.outbox, 'add').mockRejectedValue(new Error('broken'));
    await expect(
      service.recordSnapshot(ctx, server, observation()),
    ).rejects.toThrow('broken');
    await request(app)
      .patch(`/v1/servers/${server}`)
      .set('if-match', '"1"')
      .send({ title: 'Other' })
      .expect(500);
    await request(app).delete(`/v1/servers/${server}`).expect(500);
    expect(await indexOf(registry)).toEqual(before);
  });

  it('equals one that is made anew, whatever happened', async () => {
    const registry = await openRegistry({ id });
    const { app, ctx, service } = registry;
    const servers = await Promise.all(
      ['a', 'b', 'c'].map(async name => offer(registry, { name }, [])),
    );
    const step = fc.record({
      server: fc.integer({ min: 0, max: 2 }),
      tools: fc.uniqueArray(
        fc.constantFrom('get_a', 'setB', 'run-c', 'résumé', '天气', '***'),
      ),
      text: fc.constantFrom('', 'first words', 'other words'),
      retire: fc.integer({ min: 0, max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async steps => {
        for (const { server, tools, text, retire } of steps) {
          const path = `/v1/servers/${servers[server]}`;
          const { body } = await request(app).get(path);
          if (body.status === 'retired') continue;
          await service.recordSnapshot(
            ctx,
            servers[server],
            observation({
              capabilities: tools.map(name =>
                tool(name, { description: text }),
              ),
            }),
          );
          await request(app)
            .patch(path)
            .set('if-match', `"${body.revision}"`)
            .send({ description: text })
            .expect(200);
          if (retire === 0) await request(app).delete(path).expect(204);
        }
        const kept = await indexOf(registry);
        await rebuild(registry);
        expect(await indexOf(registry)).toEqual(kept);
      }),
      { numRuns: 12 },
    );
  });

  it('is made at start of what was there before, once', async () => {
    const registry = await openRegistry({ id });
    await offer(registry, { name: 'one' });
    await offer(registry, { name: 'two' });
    const before = await indexOf(registry);
    expect(await rebuild(registry)).toEqual({ servers: 2 });
    expect(await indexOf(registry)).toEqual(before);
    await registry.database.reader('jobs').delete();
    await registry.searchSlice.start();
    expect((await registry.counts()).jobs).toBe(0);
  });

  it('learns the words of many capabilities at once, in their one order', async () => {
    const registry = await openRegistry({ id });
    const learned = jest.spyOn(WordStore.prototype, 'learn');
    try {
      await offer(
        registry,
        { name: 'hub' },
        // More than one statement takes.
        Array.from({ length: 450 }, (_each, at) => tool(`lighthouse_${at}`)),
      );
      // Its own words when it is registered, and then all those of what it offers.
      expect(learned).toHaveBeenCalledTimes(2);
      const hits = await search(registry, { q: 'ligthouse', limit: 200 });
      expect(hits.items.length).toBeGreaterThan(100);
    } finally {
      learned.mockRestore();
    }
  });
});
