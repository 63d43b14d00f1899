import type { Knex } from 'knex';
import type { Database, Tx } from '../../ports';
import {
  fromText,
  histogramOf,
  mergeHistograms,
  toText,
  type Histogram,
} from './Histogram';
import type { Stretch } from './planReads';

/** The sum of one server's probes over one hour or day. */
export interface HealthSum {
  orgId: string;
  serverId: string;
  /** Begin of the hour or day. */
  at: Date;
  probes: number;
  failures: number;
  /** Of the good probes. */
  latencies: Histogram;
}

interface ServerRow {
  org_id: string;
  server_id: string;
}
interface ProbeRow extends ServerRow {
  ok: boolean | number;
  latency_ms: number | null;
}
interface SumRow extends ServerRow {
  probes: number;
  failures: number;
  latencies: string;
}
interface LateRow {
  server_id: string;
  at: Date | number;
}

/** Keeps a statement below the bound variables of both databases. */
const CHUNK = 500;

/** Hours or days. */
export type Rollup = 'hour' | 'day';

/** The table of each kind of sum. */
export const ROLLUP_TABLES = { hour: 'health_hours', day: 'health_days' };

/** The tables `health_hours` and `health_days`, and how far they are: the side that writes them. */
export class RollupStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Up to when hours or days are summed up; undefined before the first time. */
  async doneUntil(rollup: Rollup): Promise<Date | undefined> {
    const row = await this.#database
      .reader('health_rollups')
      .where({ name: rollup })
      .first('done_until');
    return this.#database.dialect.fromTime(row?.done_until);
  }

  /** Says how far it is. Never goes back. */
  async advance(rollup: Rollup, until: Date): Promise<void> {
    await this.#database.transaction(tx =>
      tx('health_rollups')
        .insert({ name: rollup, done_until: until })
        .onConflict('name')
        .merge()
        .where('health_rollups.done_until', '<', until),
    );
  }

  /** The time of the probe that was written first, or of the first hour: where a roll-up begins. */
  async oldest(rollup: Rollup): Promise<Date | undefined> {
    const { reader, dialect } = this.#database;
    const row =
      rollup === 'hour'
        ? await reader('probes').orderBy('position').first('at')
        : await reader('health_hours').orderBy('at').first('at');
    return dialect.fromTime(row?.at);
  }

  /**
   * Servers of all organisations that have rows to sum up, by rising id. Leaps from one server to the next in the index:
   * `DISTINCT` would read every probe of the week.
   */
  async serversAfter(
    rollup: Rollup,
    options: { after: string; limit: number },
  ): Promise<string[]> {
    const table = rollup === 'hour' ? 'probes' : 'health_hours';
    const { reader } = this.#database;
    const rows: { id: string }[] = await reader
      .withRecursive(
        'known',
        ['id'],
        reader.raw(
          `select min(server_id) from ${table} where server_id > ?
           union all
           select (select min(next.server_id) from ${table} as next
                    where next.server_id > known.id)
             from known where known.id is not null`,
          [options.after],
        ),
      )
      .from('known')
      .whereNotNull('id')
      .limit(options.limit)
      .select('id');
    return rows.map(row => row.id);
  }

  /** Sums the probes of these servers over one hour. Servers without a probe are absent. */
  async sumProbes(
    db: Knex,
    { serverIds, from, to }: { serverIds: readonly string[] } & Stretch,
  ): Promise<HealthSum[]> {
    const rows: ProbeRow[] = await db('probes')
      .whereIn('server_id', serverIds)
      .andWhere('at', '>=', from)
      .andWhere('at', '<', to)
      .select('org_id', 'server_id', 'ok', 'latency_ms');
    return byServer(rows).map(mine => ({
      ...keyOf(mine[0]),
      at: from,
      probes: mine.length,
      failures: mine.filter(row => !row.ok).length,
      latencies: histogramOf(
        mine.filter(row => row.ok).map(row => row.latency_ms ?? 0),
      ),
    }));
  }

  /** Sums the hours of these servers over one day. Servers without an hour are absent. */
  async sumHours(
    db: Knex,
    { serverIds, from, to }: { serverIds: readonly string[] } & Stretch,
  ): Promise<HealthSum[]> {
    const rows: SumRow[] = await db('health_hours')
      .whereIn('server_id', serverIds)
      .andWhere('at', '>=', from)
      .andWhere('at', '<', to)
      .select('org_id', 'server_id', 'probes', 'failures', 'latencies');
    return byServer(rows).map(mine => ({
      ...keyOf(mine[0]),
      at: from,
      probes: total(mine.map(row => row.probes)),
      failures: total(mine.map(row => row.failures)),
      latencies: mergeHistograms(mine.map(row => fromText(row.latencies))),
    }));
  }

  /** Writes sums, each in the place of what stood there for its server and time. */
  async write(
    db: Knex,
    rollup: Rollup,
    sums: readonly HealthSum[],
  ): Promise<void> {
    for (let from = 0; from < sums.length; from += CHUNK) {
      await db(ROLLUP_TABLES[rollup])
        .insert(sums.slice(from, from + CHUNK).map(toRow))
        .onConflict(['server_id', 'at'])
        .merge(['probes', 'failures', 'latencies']);
    }
  }

  /**
   * Takes at most `limit` hours that got a probe after they were summed up, oldest first. They are gone from the list
   * before their probes are read, so that a probe that commits meanwhile puts its hour there again.
   */
  async takeLateHours(
    tx: Tx,
    limit: number,
  ): Promise<{ serverId: string; at: Date }[]> {
    const rows: LateRow[] = await tx('health_late_hours')
      .orderBy('at')
      .orderBy('server_id')
      .limit(limit);
    if (rows.length > 0) {
      await tx('health_late_hours')
        .whereIn(
          ['server_id', 'at'],
          rows.map(row => [row.server_id, row.at] as [string, Date]),
        )
        .delete();
    }
    return rows.map(row => ({
      serverId: row.server_id,
      at: this.#database.dialect.fromTime(row.at) as Date,
    }));
  }

  /** Forgets at most `limit` sums from before a time; gives how many. */
  async prune(
    rollup: Rollup,
    { before, limit }: { before: Date; limit: number },
  ): Promise<number> {
    const table = ROLLUP_TABLES[rollup];
    return this.#database.transaction(async tx => {
      const rows = await tx(table)
        .where('at', '<', before)
        .orderBy('at')
        .limit(limit)
        .select('server_id', 'at');
      return rows.length === 0
        ? 0
        : tx(table)
            .whereIn(
              ['server_id', 'at'],
              rows.map(row => [row.server_id, row.at]),
            )
            .delete();
    });
  }
}

function toRow(sum: HealthSum) {
  return {
    org_id: sum.orgId,
    server_id: sum.serverId,
    at: sum.at,
    probes: sum.probes,
    failures: sum.failures,
    latencies: toText(sum.latencies),
  };
}

function keyOf(row: ServerRow) {
  return { orgId: row.org_id, serverId: row.server_id };
}

function byServer<R extends ServerRow>(rows: readonly R[]): R[][] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const mine = groups.get(row.server_id);
    if (mine) mine.push(row);
    else groups.set(row.server_id, [row]);
  }
  return [...groups.values()];
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
