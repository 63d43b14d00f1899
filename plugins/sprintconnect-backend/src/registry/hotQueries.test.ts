import {
  databaseIds,
  describeOnPostgres,
  fullReadScope,
  testContext,
  testJudgement,
} from '../__testUtils__';
import { openRegistry } from './__testUtils__/openRegistry';

describeOnPostgres('the hot queries on %s', postgres => {
  it('use their indexes', async () => {
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
      readScope: fullReadScope,
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
});

describe('the hot queries', () => {
  it('find a misspelled name among 10,000 servers', async () => {
    for (const id of databaseIds) {
      const { ctx, database, service, register } = await openRegistry({ id });
      await register({ name: 'weather' });
      const isPostgres = database.dialect.name === 'postgres';
      const now = isPostgres ? 'now()' : '0';
      await database.reader.raw(
        `insert into servers (id, org_id, name, environment, origin, entity_ref, remotes, tags, search_text, status, revision, created_at, updated_at)
       with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 10000)
       select 's' || n, 'default', 'name' || n, 'production', 'api', 'api:default/s' || n, '[]', '[]', 'name' || n, 'active', 1, ${now}, ${now} from numbers`,
      );
      await database.reader.raw(
        `insert into search_server_words (org_id, word, server_id) select 'default', 'weather', id from servers where id <> (select min(server_id) from search_server_words)`,
      );
      const page = await service.listServers(ctx, {
        query: { limit: 50, q: 'wether' },
        readable: testJudgement(),
      });
      expect([id, page.items.length]).toEqual([id, 50]);
      expect(page.items[0].match).toBe('similar');
    }
  });

  it.each(['name', '-health', 'lastDiscoveredAt', '-tools'] as const)(
    'answer a list of 10,000 servers by %s',
    async orderBy => {
      const { database, service, register } = await openRegistry();
      await register({ name: 'seed' });
      await database.reader.raw(
        `insert into servers (id, org_id, name, environment, origin, entity_ref, remotes, tags, search_text, status, revision, created_at, updated_at)
       with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 10000)
       select 's' || n, 'default', 'name' || n, 'production', 'api', 'api:default/s' || n, '[]', '[]', 'name' || n, 'active', 1, 0, 0 from numbers`,
      );
      const ctx = testContext();
      for (const q of [undefined, 'name99']) {
        const page = await service.listServers(ctx, {
          query: { limit: 50, q, orderBy },
          readable: testJudgement(),
        });
        expect(page.items).toHaveLength(50);
      }
    },
  );
});
