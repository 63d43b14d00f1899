import fc from 'fast-check';
import request from 'supertest';
import { v7 as uuid } from 'uuid';
import {
  capabilityHitsSchema,
  capabilityWithServerSchema,
  pageSchema,
  serverHitSchema,
  type CapabilityHit,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from '../../__testUtils__';
import {
  observation,
  openRegistry,
  tool,
  weather,
} from '../__testUtils__/openRegistry';

jest.setTimeout(60_000);

type Registry = Awaited<ReturnType<typeof openRegistry>>;

const TOOLS = [
  tool('create_issue', {
    description: 'Create a new issue in a GitHub repository',
    inputSchema: { type: 'object', properties: { assigneeLogin: {} } },
  }),
  tool('listIssues', { description: 'Lists what was reported' }),
  tool('slack_post_message', {
    title: 'Post message',
    description: 'Sends a message to a channel',
  }),
  tool('HTTPServerStatus', { description: 'Tells whether it is up' }),
  tool('browser_take_screenshot', {
    description: 'Takes a picture of the current page',
  }),
  { kind: 'prompt' as const, name: 'summary', definition: { name: 'summary' } },
];

const found = (hits: { items: CapabilityHit[] }) =>
  hits.items.map(each => each.capability.name);

async function search(
  { app }: Registry,
  query: Record<string, string | number>,
  orgId = 'default',
) {
  const response = await request(app)
    .get('/v1/discovery/capabilities')
    .set('x-test-org', orgId)
    .query(query);
  expect(response.text).not.toContain('problem');
  return capabilityHitsSchema.strict().parse(response.body);
}

async function offer(
  registry: Registry,
  server: Parameters<Registry['register']>[0],
  capabilities = TOOLS,
) {
  const { ctx, register, service } = registry;
  const { id } = await register(server);
  await service.recordSnapshot(ctx, id, observation({ capabilities }));
  return id;
}

/** Everything in the index that searches read, without what differs from one making to the next. */
async function indexOf({ database }: Registry) {
  const { dialect, reader } = database;
  const columns = ['capability_id', 'name_key', 'fields', 'digest', 'kind'];
  const rows = await reader('search_documents')
    .orderBy('capability_id')
    .select(
      ...columns,
      'position',
      ...(dialect.name === 'postgres'
        ? ['terms', 'name_terms', 'text_digest']
        : ['text_digest']),
    );
  return Promise.all(
    rows.map(async ({ position, ...row }) => {
      if (dialect.name === 'postgres') return row;
      const [first] = String(row.fields).trim().split(' ');
      const hit = await reader('search_terms')
        .whereRaw('search_terms match ?', [`"${first}"`])
        .andWhere('rowid', position)
        .first('rowid');
      return { ...row, isInTerms: hit !== undefined };
    }),
  );
}

async function rebuild({ ctx, database, registry }: Registry) {
  for (const table of ['search_documents', 'search_servers']) {
    await database.reader(table).delete();
  }
  if (database.dialect.name === 'sqlite') {
    await database.reader('search_terms').delete();
  }
  await database.reader('jobs').delete();
  await registry.start();
  const job = await database.reader('jobs').first();
  const handler = registry.jobs.find(each => each.kind === 'index-search');
  return handler?.run({
    id: job?.id ?? uuid(),
    kind: 'index-search',
    orgId: ctx.orgId,
    payload: {},
    attempt: 1,
    signal: new AbortController().signal,
    progress: () => {},
  });
}

describe.each(databaseIds)('search on %s', id => {
  let registry: Registry;
  let hub: string;
  beforeAll(async () => {
    registry = await openRegistry({ id });
    hub = await offer(registry, { name: 'hub', tags: ['public'] });
  });

  it.each([
    ['create_issue', 'create_issue', 'name'],
    ['createIssue', 'create_issue', 'name'],
    ['Create Issue', 'create_issue', 'name'],
    ['createissue', 'create_issue', 'name'],
    ['list-issues', 'listIssues', 'name'],
    ['http server', 'HTTPServerStatus', 'words'],
    ['how do I send a message to a channel?', 'slack_post_message', 'words'],
    ['screensh', 'browser_take_screenshot', 'words'],
    ['slack_po', 'slack_post_message', 'words'],
    ['assignee', 'create_issue', 'words'],
    ['screnshot', 'browser_take_screenshot', 'similar'],
    ['mesage chanel', 'slack_post_message', 'similar'],
    ['picture of a page', 'browser_take_screenshot', 'words'],
    ['repositories', 'create_issue', 'words'],
    ['is it up', 'HTTPServerStatus', 'words'],
  ])('answers "%s" with %s by %s', async (q, name, match) => {
    const hits = await search(registry, { q });
    expect(hits.items[0]).toMatchObject({
      match,
      capability: { name },
      server: { id: hub, name: 'hub', status: 'active', tags: ['public'] },
    });
    expect(hits.items[0].score).toBeGreaterThan(0);
    expect(hits).not.toHaveProperty('degraded');
    expect(hits).not.toHaveProperty('nextCursor');
  });

  it('finds nothing where nothing is like it', async () => {
    expect(found(await search(registry, { q: 'zzzqqqxxx' }))).toEqual([]);
    expect(found(await search(registry, { q: '*** "' }))).toEqual([]);
  });

  it('takes any text', async () => {
    const junk = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ maxLength: 200 }),
      fc
        .array(
          fc.constantFrom(
            ...['"', '*', 'AND', 'OR', 'NOT', 'NEAR(', ')', ':', '^', '-', '&'],
            ...['|', '!', '<->', "'", '\\', '%', '_', '🙂', 'name :', 'issue'],
          ),
          { maxLength: 25 },
        )
        .map(parts => parts.join(' ').slice(0, 200)),
    );
    await fc.assert(
      fc.asyncProperty(junk, async text => {
        const { status, body } = await request(registry.app)
          .get('/v1/discovery/capabilities')
          .query({ q: text.slice(0, 200) });
        const refused = text.includes('\u0000') ? [400] : [200];
        expect({ refused, text }).toEqual({ refused: [status], text });
        expect(JSON.stringify(body)).not.toMatch(/sqlite|fts5|tsquery/i);
      }),
      { numRuns: 150 },
    );
  });

  it('lists everything by name, page after page', async () => {
    const first = await search(registry, { limit: 4 });
    expect(first.items.every(each => each.match === 'listed')).toBe(true);
    const second = await search(registry, {
      limit: 4,
      cursor: String(first.nextCursor),
    });
    expect(second).not.toHaveProperty('nextCursor');
    const names = [...found(first), ...found(second)];
    expect(names.sort()).toEqual(TOOLS.map(each => each.name).sort());
    const foreign = await request(registry.app)
      .get('/v1/discovery/capabilities')
      .query({ cursor: first.nextCursor, kind: 'tool' });
    expect(foreign.status).toBe(400);
  });

  it('keeps organisations apart', async () => {
    for (const q of ['create_issue', 'issue', 'isue', '']) {
      expect((await search(registry, { q }, 'other')).items).toEqual([]);
    }
    const [{ capability }] = (await search(registry, { q: 'issue' })).items;
    const path = `/v1/discovery/capabilities/${capability.id}`;
    const own = await request(registry.app).get(path).expect(200);
    expect(capabilityWithServerSchema.parse(own.body)).toMatchObject({
      capability: { id: capability.id, definition: { name: capability.name } },
      server: { id: hub },
    });
    const foreign = await request(registry.app)
      .get(path)
      .set('x-test-org', 'other');
    expect(foreign.status).toBe(404);
    const none = await request(registry.app)
      .get('/v1/discovery/servers')
      .set('x-test-org', 'other')
      .query({ capability: 'create_issue' });
    expect(none.body).toEqual({ items: [] });
  });

  it.each(['sprintconnect.capability.read', 'sprintconnect.server.read'])(
    'asks for %s',
    async permission => {
      const { app } = await openRegistry({ id, denied: [permission] });
      for (const path of [
        '/v1/discovery/capabilities?q=a',
        `/v1/discovery/capabilities/${uuid()}`,
        '/v1/discovery/servers?capability=a',
      ]) {
        const response = await request(app).get(path);
        expect(response.status).toBe(403);
        expect(response.body.detail).toContain(permission);
      }
    },
  );

  it('names the faults of a query', async () => {
    for (const query of [
      'kind=tools',
      'health=ill',
      'limit=0',
      'q2=x',
      `q=${'a'.repeat(201)}`,
    ]) {
      const { status, body } = await request(registry.app).get(
        `/v1/discovery/capabilities?${query}`,
      );
      expect({ query, status }).toEqual({ query, status: 400 });
      expect(body.errors).toHaveLength(1);
    }
    const { status } = await request(registry.app).get('/v1/discovery/servers');
    expect(status).toBe(400);
  });
});

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
    await registry.registry.start();
    expect((await registry.counts()).jobs).toBe(0);
  });
});

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
      capabilities: [{ name: 'createIssue', inputSchema: { type: 'object' } }],
    });
    expect((await read({ kind: 'prompt' })).items).toEqual([]);
    expect((await read({ health: 'healthy' })).items).toHaveLength(2);
    expect((await read({ capability: '***' })).items).toEqual([]);
  });
});
