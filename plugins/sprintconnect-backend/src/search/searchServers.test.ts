import request from 'supertest';
import {
  pageSchema,
  serverHitSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from '../__testUtils__';
import {
  openRegistry,
  tool,
  weather,
} from '../registry/__testUtils__/openRegistry';
import { offer } from './__testUtils__/searching';

describe.each(databaseIds)('servers by capability on %s', id => {
  it('gives those that offer it, healthy ones first, page after page', async () => {
    const registry = await openRegistry({ id });
    const { app, database } = registry;
    const health = ['unhealthy', 'healthy', 'unknown', 'degraded', 'healthy'];
    for (const [at, status] of health.entries()) {
      const server = await offer(
        registry,
        { name: `s${at}`, tags: at === 2 ? ['odd'] : [] },
        [tool(at % 2 ? 'create_issue' : 'createIssue'), tool('other')],
      );
      await database
        .reader('servers')
        .where({ id: server })
        .update({ health_status: status });
    }
    const read = async (query: Record<string, string | number>) => {
      const response = await request(app)
        .get('/v1/discovery/servers')
        .query({ capability: 'Create Issue', ...query })
        .expect(200);
      return pageSchema(serverHitSchema).parse(response.body);
    };
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await read({ limit: 2, ...(cursor && { cursor }) });
      names.push(...page.items.map(each => each.server.name));
      cursor = page.nextCursor;
    } while (cursor);
    expect(names).toEqual(['s1', 's4', 's3', 's2', 's0']);
    const [first] = (await read({ tag: 'odd' })).items;
    expect(first).toMatchObject({
      server: { name: 's2', remotes: weather().remotes },
      connect: {
        url: 'https://portal.example/api/sprintconnect/mcp/servers/production/s2',
        transport: 'streamable-http',
        protocolVersions: ['2026-07-28', '2025-11-25'],
      },
      capabilities: [{ name: 'createIssue', inputSchema: { type: 'object' } }],
    });
    expect((await read({ kind: 'prompt' })).items).toEqual([]);
    expect((await read({ health: 'healthy' })).items).toHaveLength(2);
    expect((await read({ capability: '***' })).items).toEqual([]);
  });

  it('gives no more than 20 of one server, however many spellings it has', async () => {
    const registry = await openRegistry({ id });
    const spelled = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        tool(`create${'_'.repeat(at + 1)}issue`),
      );
    await offer(registry, { name: 'loud' }, spelled(30));
    await offer(registry, { name: 'plain' }, spelled(1));
    const { body } = await request(registry.app)
      .get('/v1/discovery/servers')
      .query({ capability: 'create issue' })
      .expect(200);
    const { items } = pageSchema(serverHitSchema).parse(body);
    expect(
      items.map(each => [each.server.name, each.capabilities.length]),
    ).toEqual([
      ['loud', 20],
      ['plain', 1],
    ]);
  });
});
