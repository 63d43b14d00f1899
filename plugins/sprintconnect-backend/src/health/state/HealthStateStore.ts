import type { Knex } from 'knex';
import type { Database, RequestContext, Tx } from '../../ports';
import type { HealthState } from './HealthState';
import {
  type StateRow,
  stateColumns,
  toHealthState,
  WRITTEN_COLUMNS,
} from './healthStateRow';

/** A server whose health is watched. */
export interface WatchedKey {
  orgId: string;
  serverId: string;
}

/** Who probes, and until when nobody else does. */
export interface Claim {
  ticket: string;
  until: Date;
}

/** What the schedule knows of a server. */
export interface ScheduledState extends WatchedKey {
  environment: string;
  nextProbeAt?: Date;
  isResting: boolean;
}

/** Rows of one statement: few enough that nobody else in the process waits for it, and below the bound variables. */
const CHUNK = 100;

/**
 * The table `health_states`: the schedule and the memory of the prober, one row for each server that is watched.
 *
 * The column `alerts` belongs to the history, and is left alone here.
 */
export class HealthStateStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** States of servers of the caller's organisation, in no order. Servers that are not watched have none. */
  async find(
    ctx: RequestContext,
    serverIds: readonly string[],
  ): Promise<HealthState[]> {
    const rows: StateRow[] = await this.#database
      .reader('health_states')
      .where({ org_id: ctx.orgId })
      .whereIn('server_id', serverIds);
    return rows.map(row => toHealthState(row, this.#database.dialect));
  }

  /** How long a server is left alone, where it is. */
  async restOf({
    orgId,
    serverId,
  }: WatchedKey): Promise<HealthState['rest'] | undefined> {
    const row: StateRow | undefined = await this.#database
      .reader('health_states')
      .where({ org_id: orgId, server_id: serverId })
      .first();
    return row && toHealthState(row, this.#database.dialect).rest;
  }

  /** Begins to watch servers; leaves those alone that are watched already. */
  async insert(
    tx: Tx,
    servers: readonly (WatchedKey & {
      environment: string;
      nextProbeAt: Date;
    })[],
  ): Promise<void> {
    for (let from = 0; from < servers.length; from += CHUNK) {
      await tx('health_states')
        .insert(
          servers.slice(from, from + CHUNK).map(each => ({
            server_id: each.serverId,
            org_id: each.orgId,
            environment: each.environment,
            status: 'unknown',
            failures: 0,
            successes: 0,
            recent: '[]',
            alerts: '[]',
            next_probe_at: each.nextProbeAt,
          })),
        )
        .onConflict('server_id')
        .ignore();
    }
  }

  /** Organisations of which a server comes due before a time, or may again after a probe that runs. */
  async orgsWithDue(before: Date): Promise<string[]> {
    return this.#database
      .reader('health_states')
      .where('next_probe_at', '<', before)
      .distinct()
      .pluck('org_id');
  }

  /**
   * Claims servers of the organisation that come due before a time, longest due first. A claim that lapsed is anybody's.
   */
  async claimDue(
    ctx: RequestContext,
    options: { now: Date; before: Date; limit: number; claim: Claim },
  ): Promise<HealthState[]> {
    const { now, before, limit, claim } = options;
    const { dialect } = this.#database;
    return this.#database.transaction(async tx => {
      const due: { server_id: string }[] = await dialect.skipLocked(
        tx('health_states')
          .where({ org_id: ctx.orgId })
          .andWhere('next_probe_at', '<', before)
          .andWhere(free(now))
          .orderBy('next_probe_at')
          .limit(limit)
          .select('server_id'),
      );
      const ids = due.map(row => row.server_id);
      return this.#claim(tx, ctx, { ids, claim });
    });
  }

  /** Claims one server, due or not. Undefined when it is not watched, or being probed by another. */
  async claimOne(
    ctx: RequestContext,
    options: { serverId: string; now: Date; claim: Claim },
  ): Promise<HealthState | undefined> {
    const { serverId, now, claim } = options;
    return this.#database.transaction(async tx => {
      const row = await tx('health_states')
        .where({ org_id: ctx.orgId, server_id: serverId })
        .andWhere(free(now))
        .forUpdate()
        .first('server_id');
      const ids = row ? [serverId] : [];
      return (await this.#claim(tx, ctx, { ids, claim }))[0];
    });
  }

  async #claim(
    tx: Tx,
    ctx: RequestContext,
    { ids, claim }: { ids: readonly string[]; claim: Claim },
  ): Promise<HealthState[]> {
    if (ids.length === 0) return [];
    const rows: StateRow[] = await tx('health_states')
      .where({ org_id: ctx.orgId })
      .whereIn('server_id', ids)
      .update({ claim: claim.ticket, claimed_until: claim.until })
      .returning('*');
    return rows.map(row => toHealthState(row, this.#database.dialect));
  }

  /** Lets a claim hold longer for some of its servers. One that was lost meanwhile stays lost. */
  async extendClaim(
    ctx: RequestContext,
    { serverIds, claim }: { serverIds: readonly string[]; claim: Claim },
  ): Promise<void> {
    await this.#database.transaction(tx =>
      tx('health_states')
        .where({ org_id: ctx.orgId, claim: claim.ticket })
        .whereIn('server_id', serverIds)
        .update({ claimed_until: claim.until }),
    );
  }

  /** Those of these servers whose claim is still the caller's, locked until the transaction ends. */
  async lockClaimed(
    tx: Tx,
    ctx: RequestContext,
    options: { serverIds: readonly string[]; ticket: string },
  ): Promise<HealthState[]> {
    const rows: StateRow[] = await tx('health_states')
      .where({ org_id: ctx.orgId, claim: options.ticket })
      .whereIn('server_id', options.serverIds)
      .orderBy('server_id')
      .forUpdate();
    return rows.map(row => toHealthState(row, this.#database.dialect));
  }

  /** Writes states that the caller has locked, and gives their claims back. */
  async write(tx: Tx, states: readonly HealthState[]): Promise<void> {
    const { dialect } = this.#database;
    for (let from = 0; from < states.length; from += CHUNK) {
      await tx('health_states')
        .insert(
          states
            .slice(from, from + CHUNK)
            .map(state => ({ ...stateColumns(state, dialect), alerts: '[]' })),
        )
        .onConflict('server_id')
        .merge([...WRITTEN_COLUMNS]);
    }
  }

  /** Gives claims back without a result: the server is due as before. */
  async release(
    ctx: RequestContext,
    options: { serverIds: readonly string[]; ticket: string },
  ): Promise<void> {
    await this.#database.transaction(tx =>
      tx('health_states')
        .where({ org_id: ctx.orgId, claim: options.ticket })
        .whereIn('server_id', options.serverIds)
        .update({ claim: null, claimed_until: null }),
    );
  }

  /** Watches these servers no more; gives how they were. */
  async delete(
    tx: Tx,
    ctx: RequestContext,
    serverIds: readonly string[],
  ): Promise<HealthState[]> {
    const mine = tx('health_states')
      .where({ org_id: ctx.orgId })
      .whereIn('server_id', serverIds);
    const rows: StateRow[] = await mine.clone().forUpdate();
    await mine.delete();
    return rows.map(row => toHealthState(row, this.#database.dialect));
  }

  /** What is watched, of all organisations, with ids after one and up to another. */
  async listScheduled(range: {
    after: string;
    upTo?: string;
    limit: number;
  }): Promise<ScheduledState[]> {
    const { fromTime } = this.#database.dialect;
    const rows: StateRow[] = await this.#database
      .reader('health_states')
      .where('server_id', '>', range.after)
      .modify(query => {
        if (range.upTo !== undefined) {
          query.andWhere('server_id', '<=', range.upTo);
        }
      })
      .orderBy('server_id')
      .limit(range.limit)
      .select(
        'server_id',
        'org_id',
        'environment',
        'next_probe_at',
        'rest_until',
      );
    return rows.map(row => ({
      serverId: String(row.server_id),
      orgId: String(row.org_id),
      environment: String(row.environment),
      nextProbeAt: fromTime(row.next_probe_at),
      isResting: row.rest_until !== null,
    }));
  }

  /** Corrects what the schedule knows of a server. */
  async reschedule(
    tx: Tx,
    ctx: RequestContext,
    change: { serverId: string; environment: string; nextProbeAt?: Date },
  ): Promise<void> {
    const { serverId, environment, nextProbeAt } = change;
    await tx('health_states')
      .where({ org_id: ctx.orgId, server_id: serverId })
      .update({
        environment,
        ...(nextProbeAt && { next_probe_at: nextProbeAt }),
      });
  }
}

/** Nobody probes it, or who did gave no result in time. */
function free(now: Date) {
  return (any: Knex.QueryBuilder) =>
    any.whereNull('claimed_until').orWhere('claimed_until', '<=', now);
}
