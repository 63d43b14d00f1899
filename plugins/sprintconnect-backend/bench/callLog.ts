import {
  createCallLog,
  type CallLogOptions,
} from '../src/gateway/log/createCallLog';
import {
  knexDatabase,
  migrationsDirectory,
  systemClock,
  tuneSqlite,
} from '../src/platform';
import type { BenchDatabase } from './benchDatabase';
import { onEachDatabase } from './onEachDatabase';
import type { Result } from './Result';
import { Samples } from './Samples';

const CALLS = 3_000;
const WARM_UP = 300;
const CALL = {
  entrance: 'rest',
  server: {
    id: '0192a000-0000-7000-8000-000000000001',
    name: 'weather',
    environment: 'production',
  },
  method: 'tools/call',
  kind: 'tool',
  capability: 'forecast',
  argumentBytes: 17,
} as const;
const CALLER = {
  caller: { type: 'user', ref: 'user:default/ada' },
  orgId: 'default',
  roles: [],
  scopes: [],
  requestId: 'bench',
} as const;
/** What a caller waits for before the server is asked; with ten at once commits are shared, and wait for each other. */
const GOALS = {
  'better-sqlite3': { 1: 0.5, 10: 3 },
  pg: { 1: 3, 10: 6 },
} as const;

async function measure(place: BenchDatabase): Promise<Result[]> {
  const { client } = place;
  await place.create();
  const knex = place.open();
  const slice = createCallLog({
    database: knexDatabase(knex),
    outbox: { add: async () => {} },
    clock: systemClock,
    logger: console,
    settings: { keepBodies: [], retentionDays: 30, bodyRetentionDays: 7 },
    // The routes are not asked.
  } as unknown as CallLogOptions);
  const callOnce = async (samples: Samples) => {
    const call = await samples.time(() => slice.log.open(CALLER, CALL));
    call.close({ outcome: 'succeeded' });
  };
  try {
    await tuneSqlite(knex);
    await knex.migrate.latest({ directory: migrationsDirectory });
    const results: Result[] = [];
    for (const callers of [1, 10] as const) {
      const run = async (calls: number) => {
        const samples = new Samples();
        const loops = Array.from({ length: callers }, async () => {
          for (let n = 0; n < calls / callers; n++) await callOnce(samples);
        });
        await Promise.all(loops);
        return samples;
      };
      await run(WARM_UP);
      results.push({
        what: `record of a call opens, ${callers} at once, p50 (${client})`,
        measured: (await run(CALLS)).quantile(0.5),
        unit: 'ms',
        goal: { atMost: GOALS[client][callers] },
      });
    }
    return results;
  } finally {
    await slice.stop();
    await knex.destroy();
  }
}

/** How long a call waits for the commit of its record. */
export const callLog = () => onEachDatabase(measure);
