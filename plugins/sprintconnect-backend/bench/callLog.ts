import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { closedColumns, openedColumns } from '../src/gateway/log/CallRow';
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

const BLOCKS = 8;
const CALLS = 400;
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
/**
 * What the record may cost beside the same insert and the same commit without our code, in times. Ours writes together what is opened at
 * once, so that ten callers must not wait longer than they would for commits of their own.
 */
const GOALS = { 1: 2, 10: 1 } as const;

/** One call: `samples` has how long its record takes to open; it closes behind the answer, as in the gateway. */
type Way = (samples: Samples) => Promise<void>;

async function measure(place: BenchDatabase): Promise<Result[]> {
  const { client } = place;
  await place.create();
  const knex = place.open();
  const ours = openOurs(knex);
  const bare = openBare(knex);
  try {
    await tuneSqlite(knex);
    await knex.migrate.latest({ directory: migrationsDirectory });
    const results: Result[] = [];
    for (const callers of [1, 10] as const) {
      const samples = await inTurns([ours, bare], callers);
      const [measured, value] = samples.map(each => each.quantile(0.5));
      const times = GOALS[callers];
      results.push({
        what: `record of a call opens, ${callers} at once, p50 (${client})`,
        measured,
        unit: 'ms',
        baseline: { what: 'bare insert and commit', value },
        goal: { atMost: Number((value * times).toFixed(2)) },
      });
    }
    return results;
  } finally {
    await ours.stop();
    await bare.stop();
    await knex.destroy();
  }
}

function openOurs(knex: Knex) {
  const slice = createCallLog({
    database: knexDatabase(knex),
    outbox: { add: async () => {} },
    clock: systemClock,
    logger: console,
    settings: { keepBodies: [], retentionDays: 30, bodyRetentionDays: 7 },
    // The routes are not asked.
  } as unknown as CallLogOptions);
  const way: Way = async samples => {
    const call = await samples.time(() => slice.log.open(CALLER, CALL));
    call.close({ outcome: 'succeeded' });
  };
  return { way, stop: () => slice.stop() };
}

/** The same rows, each in a transaction of its own. */
function openBare(knex: Knex) {
  const closing = new Set<Promise<unknown>>();
  const way: Way = async samples => {
    const at = new Date();
    const id = uuid();
    const opened = openedColumns(CALLER, CALL, {
      ...{ id, at, instance: 'bare', keepsBodies: false },
    });
    const closed = closedColumns(
      { outcome: 'succeeded' },
      { at, keepsBodies: false },
    );
    await samples.time(() =>
      knex.transaction(tx => tx('calls').insert(opened)),
    );
    const update = knex.transaction(tx =>
      tx('calls').where({ id }).update(closed),
    );
    closing.add(update);
    update.finally(() => closing.delete(update));
  };
  return {
    way,
    async stop() {
      await Promise.all(closing);
    },
  };
}

/** Blocks of each way after the other, the first of them to warm up. */
async function inTurns(
  ways: readonly { way: Way }[],
  callers: number,
): Promise<Samples[]> {
  const all = ways.map(() => new Samples());
  for (let block = 0; block <= BLOCKS; block++) {
    const order = [...ways.keys()];
    if (block % 2) order.reverse();
    for (const at of order) {
      const samples = block === 0 ? new Samples() : all[at];
      const loops = Array.from({ length: callers }, async () => {
        for (let n = 0; n < CALLS / callers; n++) await ways[at].way(samples);
      });
      await Promise.all(loops);
    }
  }
  return all;
}

/** How long a call waits for the commit of its record. */
export const callLog = () => onEachDatabase(measure);
