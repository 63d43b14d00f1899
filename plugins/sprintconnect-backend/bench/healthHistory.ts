import type { Knex } from 'knex';
import type { BenchDatabase } from './benchDatabase';
import { onEachDatabase } from './onEachDatabase';
import type { Result } from './Result';
import { Samples } from './Samples';
import { counted, isPostgres, later } from './series';
import { startBackend, type Call } from './startBackend';

const SERVERS = 1_000;
const DAYS = 396;
const READS = 400;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Histograms of an hour, as they come out of some sixty probes around 100 ms. */
const LATENCIES = [
  '[44,6,45,14,46,22,47,12,48,5,52,1]',
  '[43,3,45,12,46,20,47,15,49,7,55,2,60,1]',
  '[46,18,47,25,48,12,50,5]',
];

async function register(call: Call): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < SERVERS; index++) {
    const server = await call('POST', '/api/sprintconnect/v1/servers', {
      expect: 201,
      body: {
        name: `server-${index}`,
        environment: 'production',
        remotes: [
          { type: 'streamable-http', url: `http://127.0.0.1:9/${index}/mcp` },
        ],
      },
    });
    ids.push(server.id);
  }
  return ids;
}

/** Servers with a number each, in a statement of either database. */
const SERVERS_COUNTED =
  '(SELECT id, row_number() OVER (ORDER BY id) AS n FROM servers) AS servers';

/**
 * Writes sums in the order in which they come to lie. On PostgreSQL rows lie in the order of time: all servers of an
 * hour, then those of the next. On SQLite they lie by server, whatever the order of writing.
 */
async function fillSums(
  knex: Knex,
  what: { table: string; lengthMs: number; from: Date; count: number },
): Promise<void> {
  const { table, lengthMs, from, count } = what;
  const order = isPostgres(knex) ? 'spans.n, servers.n' : 'servers.id, spans.n';
  await knex.raw(
    `INSERT INTO ${table} (org_id, server_id, at, probes, failures, latencies)
     SELECT 'default', servers.id, ${later(knex, `CAST(spans.n AS bigint) * ${lengthMs}`)}, ${lengthMs / 60_000},
            CASE WHEN (spans.n * 31 + servers.n * 17) % 97 = 0 THEN 3 ELSE 0 END,
            CASE (spans.n + servers.n) % 3 ${LATENCIES.map((text, index) => `WHEN ${index} THEN '${text}'`).join(' ')} END
       FROM ${isPostgres(knex) ? `(${counted(knex)}) AS spans CROSS JOIN ${SERVERS_COUNTED}` : `${SERVERS_COUNTED} CROSS JOIN (${counted(knex)}) AS spans`}
      ORDER BY ${order}`,
    { last: count - 1, from },
  );
}

/** A probe a minute of every server, in the order of time. */
async function fillProbes(
  knex: Knex,
  { from, minutes }: { from: Date; minutes: number },
): Promise<void> {
  await knex.raw(
    `INSERT INTO probes (org_id, server_id, at, ok, latency_ms, error_code, error_message)
     SELECT 'default', servers.id, ${later(knex, 'minutes.n * 60000 + servers.n * 59')},
            (minutes.n + servers.n) % 211 <> 0,
            CASE WHEN (minutes.n + servers.n) % 211 <> 0 THEN 80 + (minutes.n * 7 + servers.n) % 60 END,
            CASE WHEN (minutes.n + servers.n) % 211 = 0 THEN 'timeout' END,
            CASE WHEN (minutes.n + servers.n) % 211 = 0 THEN 'No answer within 5 s.' END
       FROM (${counted(knex)}) AS minutes
      CROSS JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM servers) AS servers
      ORDER BY minutes.n, servers.n`,
    { last: minutes - 1, from },
  );
}

/** Takes the indexes away, because they are made faster than kept; gives what makes them again as they were. */
async function dropIndexes(knex: Knex): Promise<() => Promise<void>> {
  const tables = ['health_hours', 'health_days', 'probes'];
  const made: string[] = [];
  if (isPostgres(knex)) {
    for (const table of tables) {
      const name = `${table}_pkey`;
      const { rows } = await knex.raw(
        `SELECT pg_get_constraintdef(oid) AS key FROM pg_constraint WHERE conname = ?`,
        [name],
      );
      await knex.raw(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
      made.push(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${rows[0].key}`);
    }
  }
  const indexes: { name: string; sql: string }[] = isPostgres(knex)
    ? await knex('pg_indexes')
        .whereIn('tablename', tables)
        .select({ name: 'indexname', sql: 'indexdef' })
    : await knex('sqlite_master')
        .where('type', 'index')
        .whereIn('tbl_name', tables)
        .whereNotNull('sql')
        .select('name', 'sql');
  for (const { name, sql } of indexes) {
    await knex.raw('DROP INDEX ??', [name]);
    made.push(sql);
  }
  return async () => {
    for (const sql of made) await knex.raw(sql);
  };
}

/** 13 months of sums, and the single probes that answers read: those of a week ago, and of the last day. */
async function fill(database: BenchDatabase): Promise<number> {
  const started = performance.now();
  const knex = database.open();
  try {
    if (database.client === 'better-sqlite3') {
      // What a power cut would lose may be lost here.
      await knex.raw('PRAGMA synchronous = OFF');
      await knex.raw('PRAGMA cache_size = -200000');
    }
    const now = Date.now();
    const hour = Math.floor((now - 10 * 60_000) / HOUR_MS) * HOUR_MS;
    const day = Math.floor(hour / DAY_MS) * DAY_MS;
    const restore = await dropIndexes(knex);
    await fillProbes(knex, {
      from: new Date(hour - 7 * DAY_MS),
      minutes: 120,
    });
    await fillProbes(knex, {
      from: new Date(hour - DAY_MS),
      minutes: Math.floor((now - hour + DAY_MS) / 60_000),
    });
    const count = DAYS * 24;
    await fillSums(knex, {
      table: 'health_hours',
      lengthMs: HOUR_MS,
      from: new Date(hour - count * HOUR_MS),
      count,
    });
    await fillSums(knex, {
      table: 'health_days',
      lengthMs: DAY_MS,
      from: new Date(day - DAYS * DAY_MS),
      count: DAYS,
    });
    await restore();
    await knex('health_rollups').insert([
      { name: 'hour', done_until: new Date(hour) },
      { name: 'day', done_until: new Date(day) },
    ]);
    if (database.client === 'pg') {
      await knex.raw(
        'VACUUM ANALYZE probes, health_hours, health_days, servers',
      );
    }
    return (performance.now() - started) / 1000;
  } finally {
    await knex.destroy();
  }
}

async function measure(database: BenchDatabase): Promise<Result[]> {
  const start = () =>
    startBackend({
      upstreamPort: 9,
      roles: ['api'],
      database: database.config,
    });
  const registering = await start();
  const ids = await register(registering.call);
  await registering.stop();
  const seconds = await fill(database);
  process.stdout.write(
    `${database.client} filled in ${seconds.toFixed(0)} s … `,
  );
  const backend = await start();
  try {
    const now = Date.now();
    const ago = (days: number) => new Date(now - days * DAY_MS).toISOString();
    const routes: [string, string][] = [
      ['health', '/health'],
      ['history of a day', '/health/history'],
      [
        'history of 30 days by hour',
        `/health/history?from=${ago(30)}&resolution=hour`,
      ],
      [
        'history of 13 months by day',
        `/health/history?from=${ago(DAYS)}&resolution=day`,
      ],
    ];
    const baseline = new Samples();
    const samples = routes.map(() => new Samples());
    const summaries = new Samples();
    for (let read = 0; read < READS; read++) {
      // A stride that is prime to the number of servers: each read finds another server, and none its neighbour.
      const id = ids[(read * 37) % SERVERS];
      const of = `/api/sprintconnect/v1/servers/${id}`;
      for (const [index, [, path]] of routes.entries()) {
        await samples[index].time(() => backend.call('GET', of + path));
      }
      const page = Array.from(
        { length: 50 },
        (_each, at) => ids[(read * 37 + at * 7) % SERVERS],
      );
      await summaries.time(() =>
        backend.call(
          'GET',
          `/api/sprintconnect/v1/servers/health-summaries?ids=${page.join(',')}`,
        ),
      );
      await baseline.time(() => backend.call('GET', of));
    }
    const beside = {
      what: 'GET /v1/servers/{id}, p95',
      value: baseline.quantile(0.95),
    };
    return [
      ...routes.map(([name], index) => ({ name, taken: samples[index] })),
      { name: 'summaries of 50 servers', taken: summaries },
    ].map(({ name, taken }) => ({
      what: `${name}, 13 months of ${SERVERS} servers, ${database.client}, p95`,
      measured: taken.quantile(0.95),
      unit: 'ms' as const,
      baseline: beside,
      goal: { atMost: 30 },
    }));
  } finally {
    await backend.stop();
  }
}

/** Uptime and history over 13 months of sums, beside the reading of one server, on each database. */
export function healthHistory(): Promise<Result[]> {
  return onEachDatabase(measure);
}
