import type { Knex } from 'knex';
import type {
  HealthPoint,
  Incident,
  ProbeErrorCode,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Database } from '../../ports';
import { toIncident, type IncidentRow } from './toIncident';
import { fromText, histogramOf, type Histogram } from './Histogram';
import type { HistorySource, Read, Stretch } from './planReads';
import { HOUR_MS } from '../state/times';
import { ROLLUP_TABLES, type Rollup } from './RollupStore';

/** Whose history. */
export interface HistoryKey {
  orgId: string;
  serverId: string;
}

/** How many probes there were, and how many of them failed. */
export interface ProbeCounts {
  probes: number;
  failures: number;
}

/** Some probes together: one, or those of an hour or a day. */
export interface HealthSample extends ProbeCounts {
  at: Date;
  latencies: Histogram;
}

/** A read that counts for one of several windows. */
export interface WindowRead {
  window: string;
  read: Read;
}

interface ProbeRow {
  at: Date | number;
  ok: boolean | number;
  latency_ms: number | null;
  error_code: ProbeErrorCode | null;
  error_message: string | null;
}
/** A probe has a latency where it was good; a sum has latencies. */
interface SampleRow extends ProbeCounts {
  at: Date | number;
  latencies: string | null;
  latency_ms: number | null;
}
interface CountRow {
  window: string;
  server_id: string;
  probes: unknown;
  failures: unknown;
}

const FOREVER = new Date('9999-12-31T00:00:00.000Z');

const RAW_SAMPLE = [
  '1 as probes',
  'case when ok then 0 else 1 end as failures',
  'cast(null as text) as latencies',
  'case when ok then coalesce(latency_ms, 0) end as latency_ms',
];
const SUM_SAMPLE = [
  'probes',
  'failures',
  'latencies',
  'cast(null as integer) as latency_ms',
];

/** What probes and their sums tell of servers: the side that reads them, always within one organisation. */
export class HistoryStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Up to when probes are summed up; undefined before the first time. */
  async doneUntil(): Promise<Partial<Record<Rollup, Date>>> {
    const rows: { name: Rollup; done_until: unknown }[] =
      await this.#database.reader('health_rollups');
    return Object.fromEntries(
      rows.map(row => [
        row.name,
        this.#database.dialect.fromTime(row.done_until),
      ]),
    );
  }

  /** Probes and failures of each server in each window, in one statement. A server without a probe is absent. */
  async count(
    orgId: string,
    serverIds: readonly string[],
    reads: readonly WindowRead[],
  ): Promise<Map<string, Record<string, ProbeCounts>>> {
    const counts = new Map<string, Record<string, ProbeCounts>>();
    if (reads.length === 0 || serverIds.length === 0) return counts;
    const { reader } = this.#database;
    const rows: CountRow[] = await reader.unionAll(
      reads.map(({ window, read }) =>
        this.#between(read)
          .where('org_id', orgId)
          .whereIn('server_id', serverIds)
          .groupBy('server_id')
          .select(
            reader.raw('? as "window"', [window]),
            'server_id',
            ...(read.source === 'raw'
              ? [
                  reader.raw('count(*) as probes'),
                  reader.raw('sum(case when ok then 0 else 1 end) as failures'),
                ]
              : [
                  reader.raw('sum(probes) as probes'),
                  reader.raw('sum(failures) as failures'),
                ]),
          ),
      ),
    );
    for (const row of rows) {
      const mine = counts.get(row.server_id) ?? {};
      counts.set(row.server_id, mine);
      const sum = mine[row.window] ?? { probes: 0, failures: 0 };
      mine[row.window] = {
        probes: sum.probes + Number(row.probes),
        failures: sum.failures + Number(row.failures),
      };
    }
    return counts;
  }

  /**
   * The oldest probe of a server since a time: to the millisecond where single probes are kept, else the hour that it lies in. Undefined
   * where there is none.
   */
  async oldest(key: HistoryKey, from: Date): Promise<Date | undefined> {
    const since = async (source: HistorySource) => {
      const row = await this.#of(key, { source, from, to: FOREVER })
        .orderBy('at')
        .first('at');
      return row && this.#time(row.at);
    };
    const [hour, probe] = await Promise.all([since('hour'), since('raw')]);
    const isSameHour =
      hour && probe && probe.getTime() < hour.getTime() + HOUR_MS;
    return isSameHour ? probe : (hour ?? probe);
  }

  /**
   * The oldest single probe that is kept of each of these servers, in one statement: one step in the index each, however many probes
   * there are. A server without one is absent.
   */
  async oldestKept(
    orgId: string,
    serverIds: readonly string[],
  ): Promise<Map<string, Date>> {
    if (serverIds.length === 0) return new Map();
    const { reader } = this.#database;
    const rows: { server_id: string; since: unknown }[] = await reader.unionAll(
      serverIds.map(serverId =>
        reader.select(
          reader.raw('? as server_id', [serverId]),
          reader('probes')
            .where({ org_id: orgId, server_id: serverId })
            .min('at')
            .as('since'),
        ),
      ),
    );
    return new Map(
      rows.flatMap(({ server_id: serverId, since }) =>
        since === null ? [] : [[serverId, this.#time(since)]],
      ),
    );
  }

  /** What lies in these reads, with latencies, oldest first, in one statement. */
  async samples(
    key: HistoryKey,
    reads: readonly Read[],
  ): Promise<HealthSample[]> {
    if (reads.length === 0) return [];
    const { reader } = this.#database;
    const rows: SampleRow[] = await reader
      .unionAll(
        reads.map(read =>
          this.#of(key, read).select(
            'at',
            ...(read.source === 'raw' ? RAW_SAMPLE : SUM_SAMPLE).map(column =>
              reader.raw(column),
            ),
          ),
        ),
      )
      .orderBy('at');
    return rows.map(row => ({
      at: this.#time(row.at),
      probes: row.probes,
      failures: row.failures,
      latencies:
        row.latencies === null
          ? histogramOf(row.latency_ms === null ? [] : [row.latency_ms])
          : fromText(row.latencies),
    }));
  }

  /** Whether a stretch holds more than `limit` probes; reads no more than that of the index. */
  async hasMoreThan(
    key: HistoryKey,
    { from, to, limit }: Stretch & { limit: number },
  ): Promise<boolean> {
    const rows = await this.#of(key, { source: 'raw', from, to })
      .orderBy('at')
      .offset(limit)
      .limit(1)
      .select('at');
    return rows.length > 0;
  }

  /** Single probes, oldest first, at most `limit`. */
  async probes(
    key: HistoryKey,
    { from, to, limit }: Stretch & { limit: number },
  ): Promise<HealthPoint[]> {
    const rows: ProbeRow[] = await this.#of(key, { source: 'raw', from, to })
      .orderBy('at')
      .limit(limit);
    return rows.map(row => ({
      at: this.#time(row.at).toISOString(),
      probes: 1,
      failures: row.ok ? 0 : 1,
      ...(row.ok &&
        row.latency_ms !== null && {
          p50Ms: row.latency_ms,
          p95Ms: row.latency_ms,
        }),
      ...(row.error_code && {
        error: { code: row.error_code, message: row.error_message ?? '' },
      }),
    }));
  }

  /** Incidents that lasted at some time of this stretch, youngest first, at most `limit`. */
  async incidents(
    { orgId, serverId }: HistoryKey,
    { from, to, limit }: Stretch & { limit: number },
  ): Promise<Incident[]> {
    const rows: IncidentRow[] = await this.#database
      .reader('health_incidents')
      .where({ org_id: orgId, server_id: serverId })
      .andWhere('started_at', '<', to)
      .andWhere(any => any.whereNull('ended_at').orWhere('ended_at', '>', from))
      .orderBy('started_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    return rows.map(row => toIncident(row, this.#database.dialect));
  }

  async incident(
    orgId: string,
    incidentId: string,
  ): Promise<Incident | undefined> {
    const row: IncidentRow | undefined = await this.#database
      .reader('health_incidents')
      .where({ org_id: orgId, id: incidentId })
      .first();
    return row && toIncident(row, this.#database.dialect);
  }

  /** Forgets at most `limit` incidents that ended before a time; gives how many. */
  async pruneIncidents(options: {
    before: Date;
    limit: number;
  }): Promise<number> {
    return this.#database.transaction(tx =>
      tx('health_incidents')
        .whereIn(
          'id',
          tx('health_incidents')
            .where('ended_at', '<', options.before)
            .limit(options.limit)
            .select('id'),
        )
        .delete(),
    );
  }

  #of(key: HistoryKey, read: Read): Knex.QueryBuilder {
    return this.#between(read).where({
      org_id: key.orgId,
      server_id: key.serverId,
    });
  }

  #between({ source, from, to }: Read): Knex.QueryBuilder {
    return this.#database
      .reader(tableOf(source))
      .where('at', '>=', from)
      .andWhere('at', '<', to);
  }

  #time(value: unknown): Date {
    return this.#database.dialect.fromTime(value) as Date;
  }
}

function tableOf(source: HistorySource): string {
  return source === 'raw' ? 'probes' : ROLLUP_TABLES[source];
}
