import {
  describeOnPostgres,
  openTestDatabase,
  type TestDatabaseId,
  testContext,
} from '../__testUtils__';
import { HealthStateStore } from './state/HealthStateStore';
import { IncidentStore } from './state/IncidentStore';
import { SloStore } from './history/SloStore';

const ctx = testContext();
const ids = ['s1', 's77', 's9999'];
const claim = { ticket: 'mine', until: new Date() };

/** 10,000 servers that are watched, of which a minute's worth comes due one after the other, and their incidents. */
async function open(id: TestDatabaseId) {
  const database = await openTestDatabase({ id });
  await database.reader.raw(
    `insert into health_states (server_id, org_id, environment, status, failures, successes, recent, alerts, next_probe_at, claim)
     select 's' || n, 'default', 'production', 'healthy', 0, 9, ?, '[]', now() + n * interval '6 milliseconds', 'claim' || n
       from generate_series(1, 10000) n`,
    [JSON.stringify(Array(30).fill([1_795_348_800_000, 123]))],
  );
  await database.reader.raw(
    `insert into health_incidents (id, org_id, server_id, status, cause_code, cause_message, started_at, ended_at, failures)
     select 'i' || n, 'default', 's' || n, 'unhealthy', 'refused', '', now() - interval '1 hour', now() - interval '1 minute' , 3
       from generate_series(1, 10000) n`,
  );
  await database.reader.raw('analyze health_states, health_incidents');
  return {
    database,
    states: new HealthStateStore(database),
    incidents: new IncidentStore(database),
    slos: new SloStore(database),
  };
}

type Stores = Awaited<ReturnType<typeof open>>;

/** What runs for every probe, every slice of time, or every minute, and the indexes by which its statements find their rows. */
const HOT: [string, (stores: Stores) => Promise<unknown>, string[]][] = [
  [
    'what comes due is claimed',
    ({ states }) => {
      const now = new Date();
      const before = new Date(now.getTime() + 1_000);
      return states.claimDue(ctx, { now, before, limit: 200, claim });
    },
    ['health_states_due_idx', 'health_states_pkey'],
  ],
  [
    'a server is claimed',
    ({ states }) =>
      states.claimOne(ctx, { serverId: 's77', now: new Date(), claim }),
    ['health_states_pkey', 'health_states_pkey'],
  ],
  [
    'the organisations are found that have something due',
    ({ states }) => states.orgsWithDue(new Date()),
    ['health_states_due_idx'],
  ],
  [
    'the states are read of some servers',
    ({ states }) => states.find(ctx, ids),
    ['health_states_pkey'],
  ],
  [
    'the states are locked that results are written to',
    ({ database, states }) =>
      database.transaction(tx =>
        states.lockClaimed(tx, ctx, { serverIds: ids, ticket: 'claim77' }),
      ),
    ['health_states_pkey'],
  ],
  [
    'servers are compared with those of the registry',
    ({ states }) => states.listScheduled({ after: 's2', limit: 100 }),
    ['health_states_pkey'],
  ],
  [
    'the budgets are read of some servers',
    ({ slos }) => slos.list(ids),
    ['health_states_pkey'],
  ],
  [
    'an incident is found that is over',
    ({ database, incidents }) =>
      database.transaction(tx =>
        incidents.lastEnded(tx, ctx, {
          serverId: 's77',
          after: new Date(Date.now() - 7_200_000),
        }),
      ),
    ['health_incidents_server_idx'],
  ],
  [
    'failures are counted in incidents',
    ({ database, incidents }) =>
      database.transaction(tx => incidents.countFailure(tx, ctx, ['i1', 'i2'])),
    ['health_incidents_pkey'],
  ],
];

describeOnPostgres('%s', id => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await open(id);
  });

  it.each(HOT)('uses an index when %s', async (_what, run, indexes) => {
    const { reader } = stores.database;
    const asked: { sql: string; bindings: string[] }[] = [];
    const listen = (query: (typeof asked)[0]) => {
      if (/health_/.test(query.sql)) asked.push(query);
    };
    reader.on('query', listen);
    await run(stores);
    reader.removeListener('query', listen);
    const plans: string[] = [];
    for (const { sql, bindings } of asked) {
      const { rows } = await reader.raw(
        `explain ${sql.replace(/\$\d+/g, '?')}`,
        bindings,
      );
      plans.push(
        rows.map((row: object) => Object.values(row).join()).join('\n'),
      );
    }
    expect(plans).toEqual(indexes.map(index => expect.stringContaining(index)));
    expect(plans.join('\n')).not.toContain('Seq Scan');
  });
});
