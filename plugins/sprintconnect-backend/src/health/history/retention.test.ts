import type { Knex } from 'knex';
import { databaseIds, openTestDatabase } from '../../__testUtils__';
import { openHistory } from './__testUtils__/openHistory';
import { DAY_MS, HOUR_MS, plus } from '../state/times';

describe.each(databaseIds)('what is kept of health on %s', id => {
  it('is single probes for a week, sums and incidents for 13 months, in bounded steps', async () => {
    const { clock, database, history, insert, incidents, ...rest } =
      await openHistory({ id });
    const { ctx, probeOf, register, task } = rest;
    const server = await register();
    const start = clock.now();
    await insert(
      Array.from({ length: 30 }, (_each, minute) =>
        probeOf(server.id, plus(start, minute * 60_000), 20),
      ),
    );
    await database.transaction(async tx => {
      for (const [n, endedAt] of [plus(start, HOUR_MS), undefined].entries()) {
        const key = `01990000-0000-7000-8000-00000000000${n}`;
        await incidents.insert(tx, ctx, {
          id: key,
          serverId: server.id,
          status: 'degraded',
          cause: { code: 'slow', message: 'Slow.' },
          startedAt: start,
          failures: 0,
        });
        if (endedAt) await incidents.end(tx, ctx, { id: key, at: endedAt });
      }
    });
    const kept = async () =>
      Promise.all(
        ['probes', 'health_hours', 'health_days', 'health_incidents'].map(
          async table =>
            Number((await database.reader(table).count('* as n').first())?.n),
        ),
      );
    const prune = async () => {
      const steps: number[] = [];
      for (const each of history.prunes) {
        for (let gone = await each(20); gone > 0; gone = await each(20)) {
          steps.push(gone);
        }
      }
      return steps;
    };

    clock.set(plus(start, 8 * DAY_MS));
    // Nothing is forgotten that is not summed up yet.
    expect(await prune()).toEqual([]);
    await task('rollup');
    expect(await kept()).toEqual([30, 1, 1, 2]);
    expect(await prune()).toEqual([20, 10]);
    expect(await kept()).toEqual([0, 1, 1, 2]);

    clock.set(new Date('2027-12-21T23:00:00Z'));
    expect(await prune()).toEqual([]);
    clock.set(new Date('2027-12-22T14:00:00Z'));
    // An incident that lasts is kept however old it is.
    expect(await prune()).toEqual([1, 1, 1]);
    expect(await kept()).toEqual([0, 0, 0, 1]);
  });

  it('is a week of single probes still, right before it is forgotten', async () => {
    const { clock, database, history, insert, probeOf, register, task, app } =
      await openHistory({ id });
    expect(app).toBeDefined();
    const server = await register();
    const start = clock.now();
    await insert([probeOf(server.id, start, 20)]);
    clock.set(plus(start, 7 * DAY_MS + HOUR_MS));
    await task('rollup');
    for (const prune of history.prunes) expect(await prune(100)).toBe(0);
    expect(await database.reader('probes')).toHaveLength(1);
  });
});

const SERVER =
  "server_id = 'a' AND at >= now() - interval '1 day' AND at < now()";
const QUERIES: [what: string, query: string, index: string][] = [
  [
    'the probes of a server',
    `SELECT at, ok, latency_ms FROM probes WHERE org_id = 'o' AND ${SERVER} ORDER BY at`,
    'Index Only Scan using probes_server_idx',
  ],
  [
    'how many probes many servers had',
    `SELECT server_id, count(*) FROM probes WHERE at >= now() - interval '1 hour' AND at < now() AND org_id = 'o' AND server_id IN ('a', 'b') GROUP BY server_id`,
    'probes_server_idx',
  ],
  [
    'the hours of a server',
    `SELECT * FROM health_hours WHERE org_id = 'o' AND ${SERVER} ORDER BY at`,
    'health_hours_pkey',
  ],
  [
    'the days of a server',
    `SELECT * FROM health_days WHERE org_id = 'o' AND ${SERVER} ORDER BY at`,
    'health_days_pkey',
  ],
  [
    'the incidents of a server',
    `SELECT * FROM health_incidents WHERE org_id = 'o' AND server_id = 'a' AND started_at < now() ORDER BY started_at DESC LIMIT 100`,
    'health_incidents_server_idx',
  ],
  [
    'who failed of late',
    `SELECT DISTINCT server_id FROM probes WHERE NOT ok AND at >= now() - interval '10 minutes'`,
    'probes_failed_idx',
  ],
  [
    'the server after one',
    `SELECT min(server_id) FROM probes WHERE server_id > 'a'`,
    'probes_server_idx',
  ],
  [
    'the oldest probes',
    `SELECT position, at FROM probes ORDER BY position LIMIT 500`,
    'probes_pkey',
  ],
  [
    'the oldest hours',
    `SELECT server_id, at FROM health_hours WHERE at < now() ORDER BY at LIMIT 500`,
    'health_hours_at_idx',
  ],
];

if (databaseIds.includes('POSTGRES_15')) {
  describe('PostgreSQL', () => {
    let reader: Knex;
    beforeAll(async () => {
      ({ reader } = await openTestDatabase({ id: 'POSTGRES_15' }));
      for (const table of ['health_hours', 'health_days']) {
        await reader.raw(
          `INSERT INTO ${table} (org_id, server_id, at, probes, failures, latencies)
           SELECT 'o', 's' || server, now() - hour * interval '1 hour', 60, 0, '[]'
             FROM generate_series(1, 48) AS hour, generate_series(1, 200) AS server`,
        );
        await reader.raw(`ANALYZE ${table}`);
      }
    });

    it.each(QUERIES)('finds %s by an index', async (_what, query, index) => {
      const plan = await reader.transaction(async tx => {
        // On an empty table a scan is the cheapest plan; this asks whether the index can serve at all.
        await tx.raw('SET LOCAL enable_seqscan = off');
        await tx.raw('SET LOCAL enable_bitmapscan = off');
        await tx.raw('SET LOCAL enable_sort = off');
        return (await tx.raw(`EXPLAIN ${query}`)).rows;
      });
      expect(JSON.stringify(plan)).toContain(index);
    });
  });
}
