import { monitorEventLoopDelay } from 'node:perf_hooks';
import { v7 as uuid } from 'uuid';
import { rollUp } from '../src/health/history/rollUp';
import { RollupStore } from '../src/health/history/RollupStore';
import { knexDatabase, migrationsDirectory } from '../src/platform';
import type { BenchDatabase } from './benchDatabase';
import { onEachDatabase } from './onEachDatabase';
import type { Result } from './Result';

const SERVERS = 10_000;
const PROBES = 60;
const HOUR_MS = 3_600_000;
const INSERT_ROWS = 500;

async function measure(place: BenchDatabase): Promise<Result[]> {
  const { client } = place;
  await place.create();
  const knex = place.open();
  try {
    await knex.migrate.latest({ directory: migrationsDirectory });
    const database = knexDatabase(knex);
    const hour = new Date('2026-11-22T12:00:00Z').getTime();
    const servers = Array.from({ length: SERVERS }, () => uuid());
    // In the order in which a prober writes them: minute by minute, every server once.
    for (let minute = 0; minute < PROBES; minute++) {
      const rows = servers.map((server, index) => ({
        org_id: 'default',
        server_id: server,
        at: new Date(hour + minute * 60_000 + index * 5),
        ok: (minute + index) % 211 !== 0,
        latency_ms:
          (minute + index) % 211 === 0
            ? null
            : 80 + ((minute * 7 + index) % 60),
      }));
      await knex.transaction(async tx => {
        for (let from = 0; from < rows.length; from += INSERT_ROWS) {
          await tx('probes').insert(rows.slice(from, from + INSERT_ROWS));
        }
      });
    }
    if (client === 'pg') await knex.raw('VACUUM ANALYZE probes');
    const rollups = new RollupStore(database);
    await rollups.advance('hour', new Date(hour));
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const started = performance.now();
    const done = await rollUp({
      database,
      clock: { now: () => new Date(hour + 1.1 * HOUR_MS) },
      rollups,
      rawSince: new Date(hour - HOUR_MS),
    });
    const measured = performance.now() - started;
    delay.disable();
    const row = await knex('health_hours').sum({ probes: 'probes' }).first();
    if (done.hours !== 1 || Number(row?.probes) !== SERVERS * PROBES)
      throw new Error(
        `Summed up ${JSON.stringify(row)} in ${done.hours} hours`,
      );
    return [
      {
        what: `one hour of ${SERVERS} servers summed up, ${client}`,
        measured,
        unit: 'ms',
        goal: { atMost: 60_000 },
      },
      {
        what: `event loop delay meanwhile, ${client}, p99`,
        measured: delay.percentile(99) / 1e6,
        unit: 'ms',
        goal: { atMost: 50 },
      },
    ];
  } finally {
    await knex.destroy();
  }
}

/** What it costs to sum up one hour of 10,000 servers, and what others of the process notice of it. */
export function healthRollup(): Promise<Result[]> {
  return onEachDatabase(measure);
}
