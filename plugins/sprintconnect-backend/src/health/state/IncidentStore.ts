import type { HealthReason } from '@sprintconnect/plugin-sprintconnect-common';
import type { Database, RequestContext, Tx } from '../../ports';

/** A time without health. */
export interface IncidentRecord {
  id: string;
  serverId: string;
  /** The worst that it came to. */
  status: 'degraded' | 'unhealthy';
  cause: HealthReason;
  startedAt: Date;
  /** Absent while it lasts. */
  endedAt?: Date;
  /** Failed probes while it lasted. */
  failures: number;
}

/** The table `health_incidents`: what begins, gets worse and ends. */
export class IncidentStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async insert(
    tx: Tx,
    ctx: RequestContext,
    incident: IncidentRecord,
  ): Promise<void> {
    await tx('health_incidents').insert({
      id: incident.id,
      org_id: ctx.orgId,
      server_id: incident.serverId,
      status: incident.status,
      cause_code: incident.cause.code,
      cause_message: incident.cause.message,
      started_at: incident.startedAt,
      ended_at: null,
      failures: incident.failures,
    });
  }

  /** It got worse, and this is what makes it so. */
  async worsen(
    tx: Tx,
    ctx: RequestContext,
    change: Pick<IncidentRecord, 'id' | 'status' | 'cause'>,
  ): Promise<void> {
    await tx('health_incidents')
      .where({ org_id: ctx.orgId, id: change.id })
      .update({
        status: change.status,
        cause_code: change.cause.code,
        cause_message: change.cause.message,
      });
  }

  /** One more failed probe in each of these. */
  async countFailure(
    tx: Tx,
    ctx: RequestContext,
    ids: readonly string[],
  ): Promise<void> {
    if (ids.length === 0) return;
    await tx('health_incidents')
      .where({ org_id: ctx.orgId })
      .whereIn('id', ids)
      .increment('failures', 1);
  }

  async end(
    tx: Tx,
    ctx: RequestContext,
    change: { id: string; at: Date },
  ): Promise<void> {
    await tx('health_incidents')
      .where({ org_id: ctx.orgId, id: change.id })
      .whereNull('ended_at')
      .update({ ended_at: change.at });
  }

  /** Ends whatever lasts of servers that nobody watches any more; gives what it ended. */
  async endOf(
    tx: Tx,
    ctx: RequestContext,
    change: { serverIds: readonly string[]; at: Date },
  ): Promise<{ id: string; serverId: string }[]> {
    const rows: { id: string; server_id: string }[] = await tx(
      'health_incidents',
    )
      .where({ org_id: ctx.orgId })
      .whereIn('server_id', change.serverIds)
      .whereNull('ended_at')
      .update({ ended_at: change.at })
      .returning(['id', 'server_id']);
    return rows.map(row => ({ id: row.id, serverId: row.server_id }));
  }

  /** Whether there is or was an incident of this id. */
  async exists(tx: Tx, ctx: RequestContext, id: string): Promise<boolean> {
    const row = await tx('health_incidents')
      .where({ org_id: ctx.orgId, id })
      .first('id');
    return row !== undefined;
  }

  /** The latest incident of a server that ended after a time. */
  async lastEnded(
    tx: Tx,
    ctx: RequestContext,
    { serverId, after }: { serverId: string; after: Date },
  ): Promise<string | undefined> {
    const row = await tx('health_incidents')
      .where({ org_id: ctx.orgId, server_id: serverId })
      .andWhere('ended_at', '>', after)
      .orderBy('started_at', 'desc')
      .first('id');
    return row?.id;
  }

  async find(
    ctx: RequestContext,
    id: string,
  ): Promise<IncidentRecord | undefined> {
    const row = await this.#database
      .reader('health_incidents')
      .where({ org_id: ctx.orgId, id })
      .first();
    if (!row) return undefined;
    const { fromTime } = this.#database.dialect;
    return {
      id: row.id,
      serverId: row.server_id,
      status: row.status,
      cause: { code: row.cause_code, message: row.cause_message },
      startedAt: fromTime(row.started_at) as Date,
      endedAt: fromTime(row.ended_at),
      failures: Number(row.failures),
    };
  }
}
