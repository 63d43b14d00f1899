import type { Knex } from 'knex';
import { CallListStore } from '../src/gateway/log/CallListStore';
import { knexDatabase, migrationsDirectory, tuneSqlite } from '../src/platform';
import { type Criteria, EVERYTHING, NOTHING } from '../src/ports';
import type { BenchDatabase } from './benchDatabase';
import { onEachDatabase } from './onEachDatabase';
import type { Result } from './Result';
import { Samples } from './Samples';
import { counted, isPostgres, later } from './series';

const CALLS = 1_000_000;
const DAYS = 30;
const SPACING_MS = (DAYS * 86_400_000) / CALLS;
const SERVERS = 200;
const READS = 50;
/** A page, and the row that tells whether there is another. */
const LIMIT = 51;
const GOAL_MS = 20;

/** Every other call is of this one; one in 400 of each other. */
const BUSY = 'server-0';
const CALLER = {
  caller: { type: 'user', ref: 'user:default/ada-7' },
  orgId: 'default',
  roles: [],
  scopes: [],
  requestId: 'bench',
} as const;

/** One call in a hundred fails, one in ten thousand is refused; a capability in a thousand is rare. */
async function fill(knex: Knex, from: Date): Promise<void> {
  await knex.raw(
    `INSERT INTO servers (id, org_id, name, environment, owner_ref, origin, entity_ref, remotes, tags, search_text, status, revision, created_at, updated_at)
     SELECT 'server-' || n, 'default', 'server-' || n, 'production', 'group:default/team-' || (n / 4), 'api', 'api:default/server-' || n, '[]', '[]', '', 'active', 1, ${later(knex, '0')}, ${later(knex, '0')}
       FROM (${counted(knex)}) AS numbers`,
    { last: SERVERS - 1, from },
  );
  const at = later(knex, `CAST(n AS bigint) * ${SPACING_MS}`);
  await knex.raw(
    `INSERT INTO calls (id, org_id, server_id, server_name, environment, method, kind, capability, caller_type, caller_ref, entrance, instance, opened_at, closed_at, outcome, code, upstream_ms, argument_bytes, result_bytes, request_id)
     SELECT 'call-' || n, 'default', 'server-' || (CASE n % 2 WHEN 0 THEN 0 ELSE (n / 2) % ${SERVERS} END), 'server', 'production', 'tools/call', 'tool',
            CASE WHEN n % 1000 = 998 THEN 'rare' ELSE 'tool-' || (n % 20) END, 'user', 'user:default/ada-' || (n % 1009), 'mcp', 'instance', ${at}, ${at},
            CASE WHEN n % 10000 = 44 THEN 'refused' WHEN n % 100 = 16 THEN 'upstream-failed' ELSE 'succeeded' END, NULL, 12.5, 40, 1200, 'request-' || n
       FROM (${counted(knex)}) AS numbers`,
    { last: CALLS - 1, from },
  );
  await knex.raw(
    isPostgres(knex) ? 'VACUUM ANALYZE calls, servers' : 'ANALYZE',
  );
}

type Asked = Parameters<CallListStore['list']>[1];

const ofTeam = (team: number): Criteria => ({
  trait: 'owner',
  anyOf: [`group:default/team-${team}`],
});

function cases(from: Date): Array<[string, Partial<Asked>]> {
  const day = (n: number) => new Date(from.getTime() + n * 86_400_000);
  return [
    ['all', {}],
    ['all, deep in the list', { after: [day(3).getTime(), 'call-100000'] }],
    ['all of a day weeks ago', { filters: { from: day(5), to: day(6) } }],
    ['all that were refused', { filters: { outcome: ['refused'] } }],
    ['of a busy server', { filters: { server: BUSY } }],
    [
      'of a busy server, a rare capability',
      { filters: { server: BUSY, capability: 'rare' } },
    ],
    [
      'of a busy server, a capability that nobody used',
      { filters: { server: BUSY, capability: 'none' } },
    ],
    [
      'of a busy server, refused',
      { filters: { server: BUSY, outcome: ['refused'] } },
    ],
    [
      'of a busy server, an outcome that none had',
      { filters: { server: BUSY, outcome: ['timed-out', 'cancelled'] } },
    ],
    ['of a quiet server', { filters: { server: 'server-11' } }],
    ["one's own", { allowed: NOTHING }],
    ["one's own of a server", { allowed: NOTHING, filters: { server: BUSY } }],
    [
      "an administrator's own",
      { filters: { caller: CALLER.caller.ref, outcome: ['refused'] } },
    ],
    [
      'of a busy server, for its owner',
      { allowed: ofTeam(0), filters: { server: BUSY } },
    ],
    ['of the owner of most servers', { allowed: { not: ofTeam(9) } }],
    ['of the owner of quiet servers', { allowed: ofTeam(9) }],
    ['of the owner of a busy server', { allowed: ofTeam(0) }],
    [
      'of the owner of quiet servers, refused',
      { allowed: ofTeam(9), filters: { outcome: ['refused'] } },
    ],
  ];
}

async function measure(place: BenchDatabase): Promise<Result[]> {
  const { client } = place;
  await place.create();
  const knex = place.open();
  const from = new Date(Date.now() - DAYS * 86_400_000);
  try {
    await tuneSqlite(knex);
    await knex.migrate.latest({ directory: migrationsDirectory });
    await fill(knex, from);
    const store = new CallListStore(knexDatabase(knex));
    const results: Result[] = [];
    for (const [what, asked] of cases(from)) {
      const samples = new Samples();
      for (let read = 0; read < READS; read++) {
        await samples.time(() =>
          store.list(CALLER, {
            ...{
              filters: {},
              allowed: EVERYTHING,
              limit: LIMIT,
              bodies: false,
            },
            ...asked,
          }),
        );
      }
      results.push({
        what: `a page of a million calls: ${what}, p95 (${client})`,
        measured: samples.quantile(0.95),
        unit: 'ms',
        goal: { atMost: GOAL_MS },
      });
    }
    return results;
  } finally {
    await knex.destroy();
  }
}

/** How long a page of the log takes where there is much in it. */
export const callList = () => onEachDatabase(measure);
