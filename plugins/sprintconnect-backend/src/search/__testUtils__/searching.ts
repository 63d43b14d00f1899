import request from 'supertest';
import { v7 as uuid } from 'uuid';
import {
  capabilityHitsSchema,
  type CapabilityHit,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  observation,
  type openRegistry,
  tool,
} from '../../registry/__testUtils__/openRegistry';

export type Registry = Awaited<ReturnType<typeof openRegistry>>;

/** What the server of these tests offers. */
export const TOOLS = [
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

/** Names of what was found, in order. */
export const found = (hits: { items: CapabilityHit[] }) =>
  hits.items.map(each => each.capability.name);

/** Searches capabilities; the answer is what the contract says, to the last field. */
export async function search(
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

/** Registers a server that offers these capabilities; gives its id. */
export async function offer(
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
export async function indexOf({ database }: Registry) {
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

/** Deletes the index and has it made anew, as after an upgrade. */
export async function rebuild({ ctx, database, searchSlice }: Registry) {
  for (const table of ['search_documents', 'search_servers']) {
    await database.reader(table).delete();
  }
  if (database.dialect.name === 'sqlite') {
    await database.reader('search_terms').delete();
  }
  await database.reader('jobs').delete();
  await searchSlice.start();
  const job = await database.reader('jobs').first();
  const handler = searchSlice.jobs.find(each => each.kind === 'index-search');
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
