import request from 'supertest';
import { describeOnPostgres, eventually } from '../../__testUtils__';
import { openCallLog, SERVER } from './__testUtils__/openCallLog';

const CALLS = 20_000;

describeOnPostgres('the hot queries on %s', id => {
  async function planned(
    options: Parameters<typeof openCallLog>[0],
    act: (world: Awaited<ReturnType<typeof openCallLog>>) => Promise<unknown>,
  ) {
    const world = await openCallLog({ id, ...options });
    const { reader } = world.database;
    await reader.raw(
      `insert into calls (id, org_id, server_id, server_name, environment, method, kind, capability, caller_type, caller_ref, entrance, instance, opened_at, closed_at, outcome, argument_bytes, request_id)
       select 'c' || n, 'default', 's' || n % 500, 'weather', 'production', 'tools/call', 'tool', 'forecast', 'user', 'user:default/' || n % 500, 'rest', 'i', now() - n * interval '1 minute', now(), case n % 50 when 0 then 'refused' else 'succeeded' end, 2, 'r'
       from generate_series(1, ?) n`,
      [CALLS],
    );
    await reader.raw(
      `insert into servers (id, org_id, name, environment, origin, entity_ref, owner_ref, remotes, tags, search_text, status, revision, created_at, updated_at)
       select 's' || n, 'default', 's' || n, 'production', 'api', 'api:default/s' || n, 'group:default/team-' || n / 5, '[]', '[]', '', 'active', 1, now(), now()
       from generate_series(0, 499) n`,
    );
    await reader.raw('analyze calls');
    const seen: { sql: string; bindings: string[] }[] = [];
    reader.on('query', query => seen.push(query));
    await act(world);
    const { sql, bindings } = await eventually('the query', () =>
      seen.find(each => /"calls"/.test(each.sql)),
    );
    const { rows } = await reader.raw(
      `explain ${sql.replace(/\$\d+/g, '?')}`,
      bindings,
    );
    return rows
      .map((row: Record<string, string>) => row['QUERY PLAN'])
      .join('\n');
  }
  const get = (query: string) => (world: { app: never }) =>
    request(world.app).get(`/v1/calls${query}`).expect(200);

  it.each([
    { what: 'all of an organisation', index: 'calls_org_idx' },
    {
      what: 'those of one server',
      query: `?server=${SERVER}`,
      index: 'calls_server_idx',
    },
    {
      what: "the caller's own",
      denied: ['sprintconnect.server.update'],
      index: 'calls_caller_idx',
    },
    {
      what: 'those of the servers of an owner',
      criteria: {
        'sprintconnect.server.update': {
          trait: 'owner',
          anyOf: ['group:default/team-0'],
        } as const,
      },
      index: 'calls_server_idx',
    },
    {
      what: 'those of one capability of a server',
      query: `?server=${SERVER}&capability=forecast`,
      index: 'calls_capability_idx',
    },
    {
      what: 'those that were refused',
      query: '?outcome=refused',
      index: /calls_(server_)?failed_idx/,
    },
    {
      what: 'those of a server that were refused or timed out',
      query: `?server=${SERVER}&outcome=refused,timed-out`,
      index: /calls_(server_)?failed_idx/,
    },
  ])('lists $what by an index', async row => {
    const { denied, criteria, query = '', index } = row;
    const plan = await planned({ denied, criteria }, get(query) as never);
    expect(plan).toMatch(index);
    expect(plan).not.toContain('Seq Scan');
  });

  it('finds what dead processes left by an index', async () => {
    const plan = await planned(
      {},
      ({ tasks }) =>
        tasks[0].run(new AbortController().signal) as Promise<void>,
    );
    expect(plan).toContain('calls_open_idx');
  });

  it.each([
    ['bodies', 0, 'calls_bodies_idx'],
    ['calls', 1, 'calls_opened_idx'],
  ])('forgets %s by an index', async (_what, at, index) => {
    const plan = await planned({}, ({ prunes }) => prunes[at](500));
    expect(plan).toContain(index);
  });
});
