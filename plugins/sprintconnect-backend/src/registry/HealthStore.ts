import type {
  HealthStatus,
  Remote,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Database, RequestContext, Tx } from '../ports';
import type { EraVerdict } from './ObservedServer';
import type { ServerMoveStore } from './ServerMoveStore';
import type { ServerRow } from '../records';
import { toServerRecord } from './ServerRecord';
import type { ServerKey } from './ServerStore';

/** A server that is in use, as far as its health is watched. */
export interface WatchedServer extends ServerKey {
  environment: string;
  /** The server's own wish. Absent: that of its environment. */
  probeIntervalSeconds?: number;
}

/** How to ask a server whether it answers. */
export interface ProbeTarget extends WatchedServer {
  remotes: Remote[];
  /** How long a probe, and how long connecting, may take. Absent: the default. */
  probeTimeoutMs?: number;
  connectTimeoutMs?: number;
  /** What it presents, by name or id. Absent: nothing. */
  credentialRef?: string;
  /** What the last discovery found of a remote that is still there. */
  prior?: EraVerdict;
}

/** How a server does, as its row is to show it. */
export interface HealthObservation {
  serverId: string;
  status: HealthStatus;
  since?: Date;
  /** Of a good probe. */
  latencyMs?: number;
}

/** What a change of health is told with. */
export interface ObservedIdentity {
  name: string;
  title?: string;
  environment: string;
  owner?: string;
}

const OUT_OF_USE = ['retired', 'draft'];
/** A row that moves with every probe would be written every minute; half as much again is news. */
const LATENCY_MOVE = 0.5;
const LATENCY_MOVE_MS = 20;
const WELLNESS: Record<HealthStatus, number> = {
  unknown: 0,
  unhealthy: 0,
  'login-required': 1,
  degraded: 1,
  healthy: 2,
};

const IDENTITY = [
  'id',
  'name',
  'title',
  'environment',
  'owner_ref',
  'health_status',
  'health_latency_ms',
  'error_code',
  'list_faults',
];

/** The columns of `servers` that show health, and the servers whose health is watched. */
export class HealthStore {
  readonly #database: Database;
  readonly #moves: ServerMoveStore;

  constructor(database: Database, moves: ServerMoveStore) {
    this.#database = database;
    this.#moves = moves;
  }

  /** Servers of all organisations that are in use, by id, after the one with the id `after`. */
  async listWatched(page: {
    after: string;
    limit: number;
  }): Promise<WatchedServer[]> {
    const rows: ServerRow[] = await this.#database
      .reader('servers')
      .where('id', '>', page.after)
      .whereNotIn('status', OUT_OF_USE)
      .orderBy('id')
      .limit(page.limit)
      .select('id', 'org_id', 'environment', 'probe_interval_seconds');
    return rows.map(toWatched);
  }

  /** Those of these servers that are in use. */
  async listTargets(
    ctx: RequestContext,
    ids: readonly string[],
  ): Promise<ProbeTarget[]> {
    const rows: ServerRow[] = await this.#database
      .reader('servers')
      .where({ org_id: ctx.orgId })
      .whereIn('id', ids)
      .whereNotIn('status', OUT_OF_USE);
    return rows.map(row => {
      const { server, verdict } = toServerRecord(row, this.#database.dialect);
      const { remotes, probeTimeoutMs, connectTimeoutMs, credentialRef } =
        server;
      const holds = remotes.some(({ url }) => url === verdict?.remoteUrl);
      return {
        ...toWatched(row),
        remotes,
        probeTimeoutMs,
        connectTimeoutMs,
        ...(credentialRef !== undefined && { credentialRef }),
        ...(holds && { prior: verdict }),
      };
    });
  }

  /**
   * Writes what differs, and a latency only when it moved much. One that heals is discovered at once where its last
   * discovery failed, or one of its lists. Gives the servers that are in use, by id; of the others nothing is written.
   */
  async record(
    tx: Tx,
    ctx: RequestContext,
    observations: readonly HealthObservation[],
  ): Promise<Map<string, ObservedIdentity>> {
    const select = (ids: readonly string[]) =>
      tx('servers')
        .where({ org_id: ctx.orgId })
        .whereIn('id', ids)
        .whereNotIn('status', OUT_OF_USE)
        .orderBy('id');
    const ids = observations.map(({ serverId }) => serverId);
    const rows: ServerRow[] = await select(ids).select(...IDENTITY);
    const inUse = new Map(rows.map(row => [String(row.id), row]));
    const news = new Map<string, ServerRow>();
    for (const observation of observations) {
      const row = inUse.get(observation.serverId);
      const columns = row && changedColumns(row, observation);
      if (columns) news.set(observation.serverId, columns);
    }
    if (news.size > 0) {
      // One that retires at this moment is waited for here, so that nothing is told of it afterwards.
      const still: ServerRow[] = await select([...news.keys()])
        .forUpdate()
        .select('id');
      const left = new Set(still.map(row => String(row.id)));
      await this.#moves.keepObserved(tx, ctx, {
        serverIds: [...news].flatMap(([id, columns]) =>
          left.has(id) && columns.health_status !== inUse.get(id)?.health_status
            ? [id]
            : [],
        ),
        columns: ['health_status'],
      });
      for (const [id, columns] of news) {
        if (!left.has(id)) {
          inUse.delete(id);
          continue;
        }
        await tx('servers').where({ id, org_id: ctx.orgId }).update(columns);
      }
    }
    return new Map([...inUse].map(([id, row]) => [id, toIdentity(row)]));
  }

  /** What these servers are called, also those that are not in use any more, by id. */
  async identify(
    tx: Tx,
    ctx: RequestContext,
    ids: readonly string[],
  ): Promise<Map<string, ObservedIdentity>> {
    const rows: ServerRow[] = await tx('servers')
      .where({ org_id: ctx.orgId })
      .whereIn('id', ids)
      .select(...IDENTITY);
    return new Map(rows.map(row => [String(row.id), toIdentity(row)]));
  }
}

function toWatched(row: ServerRow): WatchedServer {
  return {
    serverId: String(row.id),
    orgId: String(row.org_id),
    environment: String(row.environment),
    probeIntervalSeconds:
      row.probe_interval_seconds === null
        ? undefined
        : Number(row.probe_interval_seconds),
  };
}

function changedColumns(
  row: ServerRow,
  { status, since, latencyMs }: HealthObservation,
): ServerRow | undefined {
  const shown = row.health_latency_ms as number | null;
  const latency = latencyMs === undefined ? shown : Math.round(latencyMs);
  if (row.health_status === status && !hasMoved(shown, latency)) {
    return undefined;
  }
  return {
    health_status: status,
    health_since: since ?? null,
    health_latency_ms: latency,
    ...(heals(row, status) &&
      hasFailed(row, status) && { next_discovery_at: since }),
  };
}

/** Such a one is asked anew what it offers, and not only after the hours by which failures in a row put that off. */
function heals(row: ServerRow, status: HealthStatus): boolean {
  return WELLNESS[status] > WELLNESS[row.health_status as HealthStatus];
}

/** In another way than it does now: a discovery, too, has asked for a login in vain. */
function hasFailed(
  { error_code: error, list_faults: faults }: ServerRow,
  status: HealthStatus,
) {
  return (error !== null && error !== status) || faults !== null;
}

function hasMoved(shown: number | null, latency: number | null): boolean {
  if (shown === null || latency === null) return shown !== latency;
  return (
    Math.abs(latency - shown) > Math.max(LATENCY_MOVE_MS, shown * LATENCY_MOVE)
  );
}

function toIdentity(row: ServerRow): ObservedIdentity {
  return {
    name: String(row.name),
    title: (row.title as string | null) ?? undefined,
    environment: String(row.environment),
    owner: (row.owner_ref as string | null) ?? undefined,
  };
}
