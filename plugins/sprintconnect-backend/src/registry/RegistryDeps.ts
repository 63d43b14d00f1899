import type { ServerCredentials } from '../credentials';
import type { Cursors, Idempotency } from '../http';
import type {
  AuditTrail,
  Authorizer,
  Clock,
  Database,
  Egress,
  FilterReader,
  FindEntities,
  JobQueue,
  Notifier,
  Outbox,
  RequestContext,
  SearchIndex,
  Tx,
} from '../ports';
import type { CapabilityStore } from './CapabilityStore';
import type { DiscoveryTimes } from './DiscoveryTimes';
import { nextDiscoveryAt } from './nextDiscoveryAt';
import type { HealthStore } from './HealthStore';
import type { ServerListStore } from './ServerListStore';
import type { ServerRow } from '../records';
import type { ServerStore } from './ServerStore';
import type { SnapshotStore } from './SnapshotStore';

/** The kind of the jobs that discover one server. Payload: `{serverId}`. Key: the id of the server. */
export const DISCOVER_SERVER_JOB = 'discover-server';

/** The kind of the jobs that probe one server. Payload: `{serverId}`. Key: the id of the server. */
export const PROBE_SERVER_JOB = 'probe-server';

/** The kind of the jobs that find out what a new version brings. Payload: {@link SnapshotToReview}. */
export const REVIEW_SNAPSHOT_JOB = 'review-snapshot';

/** A version of a server that was recorded. */
export type SnapshotToReview = {
  serverId: string;
  version: number;
  /** Its owner was told of it already. */
  isTold?: boolean;
};

/** What the registry asks of the world. */
export interface RegistryPlumbing {
  database: Database;
  clock: Clock;
  audit: AuditTrail;
  outbox: Outbox;
  jobs: JobQueue;
  egress: Egress;
  credentials: ServerCredentials;
  findEntities: FindEntities;
  authorizer: Authorizer;
  cursors: Cursors;
  idempotency: Idempotency;
  notifier: Notifier;
  searchIndex: SearchIndex;
  filterReader: FilterReader;
  logger: { warn(message: string): void };
}

/** What the configuration says that matters to the registry. */
export interface RegistrySettings {
  /** Environments that a server may be in. */
  environments: readonly string[];
  /** Names of the entries of `sprintconnect.upstream.stdio`. */
  stdioEntries: readonly string[];
  /** The longest times that a registration may ask for, in milliseconds. */
  timeoutsMax: { probeTimeoutMs: number; connectTimeoutMs: number };
  /** The most that its calls may be given. */
  callsMax: { timeoutMs: number; resultBytesMax: number };
  discovery: DiscoveryTimes;
  /** Whether new servers, and those whose address or interval changed, are probed at once. Default: false. */
  probes?: boolean;
}

/** What every verb of the registry works with. */
export interface RegistryDeps extends RegistryPlumbing {
  settings: RegistrySettings;
  servers: ServerStore;
  lists: ServerListStore;
  health: HealthStore;
  snapshots: SnapshotStore;
  capabilities: CapabilityStore;
}

/**
 * Queues the discovery of a server now, notes that somebody waits for it, and plans the next one.
 * A discovery that is queued already is used again.
 */
export async function queueDiscovery(
  tx: Tx,
  ctx: RequestContext,
  what: { deps: RegistryDeps; serverId: string; intervalSeconds?: number },
): Promise<{ jobId: string }> {
  const { deps, serverId } = what;
  await deps.servers.writeObserved(tx, ctx, {
    serverId,
    columns: requestedColumns(deps, what),
  });
  return enqueueDiscovery(tx, ctx, { deps, serverId });
}

/** Says of a server that somebody waits for its discovery, and when the next one is planned. */
export function requestedColumns(
  deps: RegistryDeps,
  { intervalSeconds }: { intervalSeconds?: number },
): ServerRow {
  return {
    discovery_requested_at: deps.clock.now(),
    next_discovery_at: plannedDiscovery(deps, { intervalSeconds }),
  };
}

/** The job alone, for whoever writes {@link requestedColumns} together with the server. */
export function enqueueDiscovery(
  tx: Tx,
  ctx: RequestContext,
  what: { deps: RegistryDeps; serverId: string },
): Promise<{ jobId: string }> {
  const { deps, serverId } = what;
  return deps.jobs.enqueue(tx, {
    kind: DISCOVER_SERVER_JOB,
    orgId: ctx.orgId,
    payload: { serverId },
    key: serverId,
  });
}

/** Has a new version of a server compared with what was seen before. */
export async function enqueueReview(
  tx: Tx,
  ctx: RequestContext,
  what: SnapshotToReview & { deps: Pick<RegistryDeps, 'jobs'> },
): Promise<void> {
  const { deps, ...payload } = what;
  await deps.jobs.enqueue(tx, {
    kind: REVIEW_SNAPSHOT_JOB,
    orgId: ctx.orgId,
    payload,
    key: `${payload.serverId}:${payload.version}`,
  });
}

/** Has a server probed at once, where servers are probed at all. */
export async function enqueueProbe(
  tx: Tx,
  ctx: RequestContext,
  what: { deps: RegistryDeps; serverId: string },
): Promise<void> {
  const { deps, serverId } = what;
  if (!deps.settings.probes) return;
  await deps.jobs.enqueue(tx, {
    kind: PROBE_SERVER_JOB,
    orgId: ctx.orgId,
    payload: { serverId },
    key: serverId,
  });
}

/** When a server is to be discovered next, from now, by its interval and the settings. */
export function plannedDiscovery(
  { clock, settings }: RegistryDeps,
  of: {
    intervalSeconds?: number;
    ttlMs?: number;
    failures?: number;
    partials?: number;
  },
): Date {
  return nextDiscoveryAt({
    now: clock.now(),
    defaultSeconds: settings.discovery.intervalSeconds,
    jitter: settings.discovery.jitter,
    random: Math.random(),
    ...of,
  });
}
