import type { EgressAttempts } from '@sprintconnect/plugin-sprintconnect-common';
import type { Database, RequestContext } from '../../ports';

/** Attempts of one kind within one hour. */
export interface AttemptCount {
  orgId: string;
  hour: Date;
  environment: string;
  /** With its port. */
  host: string;
  outcome: string;
  count: number;
}

/** A destination that was reached. */
export type Reached = Pick<AttemptCount, 'orgId' | 'environment' | 'host'>;

const ITEMS_MAX = 200;
const ROWS_AT_ONCE = 100;

/** The tables `egress_attempts` and `egress_destinations`. */
export class AttemptStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Adds to what is counted. */
  async add(counts: readonly AttemptCount[]): Promise<void> {
    const rows = counts.map(({ orgId, ...each }) => ({
      org_id: orgId,
      ...each,
    }));
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      await this.#database.transaction(async tx => {
        await tx('egress_attempts')
          .insert(rows.slice(at, at + ROWS_AT_ONCE))
          .onConflict(['org_id', 'hour', 'environment', 'host', 'outcome'])
          .merge({
            count: tx.raw('egress_attempts.count + excluded.count'),
          });
      });
    }
  }

  /** Notes what was reached. Gives what nobody reached before, and of organisations that reached anything there before `at`. */
  async noteReached(reached: readonly Reached[], at: Date): Promise<Reached[]> {
    return this.#database.transaction(async tx => {
      const news: Reached[] = [];
      for (const { orgId, environment, host } of reached) {
        const place = { org_id: orgId, environment };
        const [known] = await tx('egress_destinations')
          .where(place)
          .andWhere('first_at', '<', at)
          .limit(1);
        const made: unknown[] = await tx('egress_destinations')
          .insert({ ...place, host, first_at: at })
          .onConflict(['org_id', 'environment', 'host'])
          .ignore()
          .returning('host');
        if (known && made.length > 0) news.push({ orgId, environment, host });
      }
      return news;
    });
  }

  /** What was counted since an hour, refusals first, then the most. */
  async sums(
    ctx: Pick<RequestContext, 'orgId'>,
    from: Date,
  ): Promise<EgressAttempts['items']> {
    const { reader, dialect } = this.#database;
    const rows: Record<string, unknown>[] = await reader('egress_attempts')
      .where({ org_id: ctx.orgId })
      .andWhere('hour', '>=', from)
      .groupBy('environment', 'host', 'outcome')
      .select('environment', 'host', 'outcome')
      .sum({ total: 'count' })
      .max({ last_hour: 'hour' })
      .orderByRaw(
        "case outcome when 'reached' then 2 when 'failed' then 1 else 0 end",
      )
      .orderBy('total', 'desc')
      .orderBy(['environment', 'host', 'outcome'])
      .limit(ITEMS_MAX);
    return rows.map(row => ({
      environment: String(row.environment),
      host: String(row.host),
      outcome: String(row.outcome),
      count: dialect.fromBigInt(row.total),
      lastHour: (dialect.fromTime(row.last_hour) as Date).toISOString(),
    }));
  }

  /** Forgets up to `limit` counts from before this time; gives how many. */
  async prune(before: Date, limit: number): Promise<number> {
    const { reader } = this.#database;
    const key = ['org_id', 'hour', 'environment', 'host', 'outcome'];
    return reader('egress_attempts')
      .whereIn(
        key,
        reader('egress_attempts')
          .where('hour', '<', before)
          .limit(limit)
          .select(key),
      )
      .delete();
  }
}
