import type { Database, RequestContext, Tx } from '../../ports';
import type { BurningAlert } from '../state/HealthState';

/** A server whose error budget is watched. */
export interface WatchedBudget {
  serverId: string;
  orgId: string;
  environment: string;
  /** It asks for a login: of what was probed before nothing can be said now. */
  asksForLogin: boolean;
  alerts: BurningAlert[];
}

/** Column `alerts` of the table `health_states`: which error budgets burn. */
export class SloStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Servers of all organisations that failed since a time, or whose budget burns, by id. */
  async listSuspects(failedSince: Date): Promise<string[]> {
    const { reader } = this.#database;
    const rows: { server_id: string }[] = await reader('probes')
      .whereRaw('NOT ok')
      .andWhere('at', '>=', failedSince)
      .distinct('server_id')
      .union(
        reader('health_states').whereNot('alerts', '[]').select('server_id'),
      );
    return rows.map(row => row.server_id).sort();
  }

  /** Those of these servers that are watched still, of all organisations. */
  async list(serverIds: readonly string[]): Promise<WatchedBudget[]> {
    const rows = await this.#database
      .reader('health_states')
      .whereIn('server_id', serverIds)
      .select('server_id', 'org_id', 'environment', 'status', 'alerts');
    return rows.map(row => ({
      serverId: row.server_id,
      orgId: row.org_id,
      environment: row.environment,
      asksForLogin: row.status === 'login-required',
      alerts: this.#alertsOf(row.alerts),
    }));
  }

  /** The alerts and the incident of a server, locked until the transaction ends; undefined when it is watched no more. */
  async lock(
    tx: Tx,
    ctx: RequestContext,
    serverId: string,
  ): Promise<{ alerts: BurningAlert[]; incidentId?: string } | undefined> {
    const row = await tx('health_states')
      .where({ org_id: ctx.orgId, server_id: serverId })
      .forUpdate()
      .first('alerts', 'incident_id');
    return (
      row && {
        alerts: this.#alertsOf(row.alerts),
        incidentId: row.incident_id ?? undefined,
      }
    );
  }

  async write(
    tx: Tx,
    ctx: RequestContext,
    { serverId, alerts }: { serverId: string; alerts: readonly BurningAlert[] },
  ): Promise<void> {
    await tx('health_states')
      .where({ org_id: ctx.orgId, server_id: serverId })
      .update({ alerts: this.#database.dialect.toJson(alerts) });
  }

  #alertsOf(value: unknown): BurningAlert[] {
    return this.#database.dialect.fromJson<BurningAlert[]>(value) ?? [];
  }
}
