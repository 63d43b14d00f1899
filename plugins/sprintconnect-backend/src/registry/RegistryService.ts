import type {
  Accepted,
  Capability,
  CapabilityQuery,
  Credential,
  Page,
  PageQuery,
  Remote,
  Server,
  ServerFacets,
  ServerFacetsQuery,
  ServerPage,
  ServerQuery,
  Snapshot,
  SnapshotDiff,
  SnapshotSummary,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Done } from '../http';
import {
  EVERYTHING,
  type Judgement,
  type RequestContext,
  type Tx,
} from '../ports';
import { acknowledgeDrift } from './acknowledgeDrift';
import { applyCatalogServer } from './applyCatalogServer';
import type {
  HealthObservation,
  ObservedIdentity,
  ProbeTarget,
  WatchedServer,
} from './HealthStore';
import { checkServerTest, type TestTarget } from './checkServerTest';
import { countFacets } from './countFacets';
import { listCapabilities } from './listCapabilities';
import { listServers } from './listServers';
import { listSnapshots } from './listSnapshots';
import type { EraVerdict, ObservedServer } from './ObservedServer';
import type { WriteJudgements } from './onLockedServer';
import { readDiff, readSnapshot } from './readSnapshots';
import { recordDiscoveryFailure } from './recordDiscoveryFailure';
import { type RecordedSnapshot, recordSnapshot } from './recordSnapshot';
import { noSuchServer } from './refusals';
import { registerServer } from './registerServer';
import type { RegistryDeps } from './RegistryDeps';
import { removeCatalogServer } from './removeCatalogServer';
import {
  putServerCredential,
  readServerCredential,
  removeServerCredential,
} from './serverCredential';
import { requestDiscovery } from './requestDiscovery';
import { requestProbe } from './requestProbe';
import { retireServer } from './retireServer';
import type { WithAccess } from './serverAccess';
import type { ReadScope } from '../records';
import type { ServerRecord } from './ServerRecord';
import type { ServerKey } from './ServerStore';
import { updateServer } from './updateServer';

/** What a discovery needs to know before it connects. */
export interface DiscoveryTarget {
  environment: string;
  remotes: Remote[];
  /** What it presents, by name or id. Absent: nothing. */
  credentialRef?: string;
  /** How long connecting to one of them may take. Absent: the default. */
  connectTimeoutMs?: number;
  /** What an earlier discovery found of a remote that is still there. */
  prior?: EraVerdict;
}

/** A server that announces changes of its lists, and how to reach it. */
export interface WatchableServer extends ServerKey, DiscoveryTarget {}

/** The face of the registry: every verb, under the organisation of its context. */
export class RegistryService {
  readonly #deps: RegistryDeps;

  constructor(deps: RegistryDeps) {
    this.#deps = deps;
  }

  /** How many servers the organisation has that are not retired, of those that may be read. */
  countServers(ctx: RequestContext, readable: Judgement): Promise<number> {
    return this.#deps.lists.countLiving(ctx, readable.criteria);
  }

  registerServer(
    ctx: RequestContext,
    request: { body: unknown; idempotencyKey?: string },
  ): Promise<Done<Server>> {
    return registerServer(this.#deps, ctx, request);
  }

  /** What a connection test may connect to. Throws a 400 or 422 problem as a registration does. */
  checkServerTest(ctx: RequestContext, body: unknown): Promise<TestTarget> {
    return checkServerTest(this.#deps, ctx, body);
  }

  updateServer(
    ctx: RequestContext,
    request: WriteJudgements & {
      id: string;
      revision: number;
      body: unknown;
      idempotencyKey?: string;
    },
  ): Promise<Done<Server>> {
    return updateServer(this.#deps, ctx, request);
  }

  /** What a server presents. Throws a 404 problem where it has none, or may not be read. */
  getServerCredential(
    ctx: RequestContext,
    request: Parameters<typeof readServerCredential>[2],
  ): Promise<Credential> {
    return readServerCredential(this.#deps, ctx, request);
  }

  /** Gives a server its own credential, or rotates it. */
  putServerCredential(
    ctx: RequestContext,
    request: Parameters<typeof putServerCredential>[2],
  ): Promise<Done<Credential>> {
    return putServerCredential(this.#deps, ctx, request);
  }

  /** Takes from a server what it presents. */
  removeServerCredential(
    ctx: RequestContext,
    request: WriteJudgements & { id: string; idempotencyKey?: string },
  ): Promise<Done<void>> {
    return removeServerCredential(this.#deps, ctx, request);
  }

  retireServer(
    ctx: RequestContext,
    request: WriteJudgements & { id: string; idempotencyKey?: string },
  ): Promise<Done<void>> {
    return retireServer(this.#deps, ctx, request);
  }

  requestDiscovery(
    ctx: RequestContext,
    request: WriteJudgements & { id: string; idempotencyKey?: string },
  ): Promise<Done<Accepted>> {
    return requestDiscovery(this.#deps, ctx, request);
  }

  acknowledgeDrift(
    ctx: RequestContext,
    request: WriteJudgements & {
      id: string;
      body: unknown;
      idempotencyKey?: string;
    },
  ): Promise<Done<Server>> {
    return acknowledgeDrift(this.#deps, ctx, request);
  }

  /** Has a server probed now. Throws a 409 problem for a retired one. */
  requestProbe(
    ctx: RequestContext,
    request: WriteJudgements & { id: string; idempotencyKey?: string },
  ): Promise<Done<Accepted>> {
    return requestProbe(this.#deps, ctx, request);
  }

  /** Servers of all organisations that are in use, by id, after the one with the id `after`. */
  listWatched(page: {
    after: string;
    limit: number;
  }): Promise<WatchedServer[]> {
    return this.#deps.health.listWatched(page);
  }

  /** How to ask those of these servers that are in use. */
  listProbeTargets(
    ctx: RequestContext,
    ids: readonly string[],
  ): Promise<ProbeTarget[]> {
    return this.#deps.health.listTargets(ctx, ids);
  }

  /** Shows on the servers how they do. Gives those that are in use, by id; of the others nothing is written. */
  recordHealth(
    tx: Tx,
    ctx: RequestContext,
    observations: readonly HealthObservation[],
  ): Promise<Map<string, ObservedIdentity>> {
    return this.#deps.health.record(tx, ctx, observations);
  }

  /** What these servers are called, also those that are not in use any more, by id. */
  identifyServers(
    tx: Tx,
    ctx: RequestContext,
    ids: readonly string[],
  ): Promise<Map<string, ObservedIdentity>> {
    return this.#deps.health.identify(tx, ctx, ids);
  }

  /** Throws a 404 problem for one that is not there or may not be read. Answers retired servers too. */
  async getServer(
    ctx: RequestContext,
    id: string,
    { criteria }: Judgement,
  ): Promise<Server> {
    const record = await this.#deps.servers.find(ctx, id, criteria);
    if (!record) throw noSuchServer();
    return record.server;
  }

  /** Those of these ids that are servers of the caller's organisation and may be read, in the same order. */
  async keepVisible(
    ctx: RequestContext,
    ids: readonly string[],
    { criteria }: Judgement,
  ): Promise<string[]> {
    const known = await this.#deps.servers.existing(ctx, ids, criteria);
    return ids.filter(id => known.has(id));
  }

  /** The server that has the name now. Throws a 404 problem for one that is not there or may not be read. */
  async getServerByName(
    ctx: RequestContext,
    key: { environment: string; name: string },
    { criteria }: Judgement,
  ): Promise<Server> {
    const record = await this.#deps.servers.findByName(ctx, key, criteria);
    if (!record) throw noSuchServer();
    return record.server;
  }

  listServers(
    ctx: RequestContext,
    request: {
      query: ServerQuery;
      readable: Judgement;
      withAccess?: WithAccess;
    },
  ): Promise<ServerPage<Partial<Server>>> {
    return listServers(this.#deps, ctx, request);
  }

  facets(
    ctx: RequestContext,
    request: { query: ServerFacetsQuery; readable: Judgement },
  ): Promise<ServerFacets> {
    return countFacets(this.#deps, ctx, request);
  }

  listCapabilities(
    ctx: RequestContext,
    request: { id: string; query: CapabilityQuery; readScope: ReadScope },
  ): Promise<Page<Partial<Capability>>> {
    return listCapabilities(this.#deps, ctx, request);
  }

  listSnapshots(
    ctx: RequestContext,
    request: { id: string; query: PageQuery; readable: Judgement },
  ): Promise<Page<Partial<SnapshotSummary>>> {
    return listSnapshots(this.#deps, ctx, request);
  }

  getSnapshot(
    ctx: RequestContext,
    request: { serverId: string; version: number; readScope: ReadScope },
  ): Promise<Snapshot> {
    return readSnapshot(this.#deps, ctx, request);
  }

  diff(
    ctx: RequestContext,
    request: {
      serverId: string;
      from: number;
      to: number;
      readScope: ReadScope;
    },
  ): Promise<SnapshotDiff> {
    return readDiff(this.#deps, ctx, request);
  }

  applyCatalogServer(
    ctx: RequestContext,
    request: { entityRef: string; body: unknown },
  ): Promise<Server> {
    return applyCatalogServer(this.#deps, ctx, request);
  }

  removeCatalogServer(ctx: RequestContext, entityRef: string): Promise<void> {
    return removeCatalogServer(this.#deps, ctx, entityRef);
  }

  /** Servers of all organisations whose discovery is due at `now`, longest due first. */
  listDueForDiscovery(now: Date, limit: number): Promise<ServerKey[]> {
    return this.#deps.servers.listDue({ now, limit });
  }

  /** Moves the next scheduled discovery of these servers to a later time. */
  deferDiscovery(
    tx: Tx,
    options: { servers: readonly ServerKey[]; until: Date },
  ): Promise<void> {
    return this.#deps.servers.defer(tx, options);
  }

  /** Undefined when the server is gone or retired. */
  async getDiscoveryTarget(
    ctx: RequestContext,
    serverId: string,
  ): Promise<DiscoveryTarget | undefined> {
    const record = await this.#deps.servers.find(ctx, serverId, EVERYTHING);
    if (!record || record.server.status === 'retired') {
      return undefined;
    }
    return targetOf(record);
  }

  /**
   * Servers of all organisations that announced at their last discovery that they tell of changes. Without those
   * that run over stdio: a process that we start hears only of changes that it makes itself.
   */
  async listWatchable(limit: number): Promise<WatchableServer[]> {
    const records = await this.#deps.servers.listAnnouncing(limit);
    return records.map(record => ({
      serverId: record.server.id,
      orgId: record.server.orgId,
      ...targetOf(record),
    }));
  }

  recordSnapshot(
    ctx: RequestContext,
    serverId: string,
    observed: ObservedServer,
  ): Promise<RecordedSnapshot> {
    return recordSnapshot(this.#deps, ctx, { serverId, observed });
  }

  recordDiscoveryFailure(
    ctx: RequestContext,
    serverId: string,
    failure: { code: string; message: string },
  ): Promise<void> {
    return recordDiscoveryFailure(this.#deps, ctx, { serverId, ...failure });
  }
}

/** A verdict is worth something only while its remote is one of the server's. */
function targetOf({ server, verdict }: ServerRecord): DiscoveryTarget {
  const { remotes, environment, connectTimeoutMs, credentialRef } = server;
  const holds = remotes.some(remote => remote.url === verdict?.remoteUrl);
  return {
    environment,
    remotes,
    ...(credentialRef !== undefined && { credentialRef }),
    ...(connectTimeoutMs !== undefined && { connectTimeoutMs }),
    ...(holds && { prior: verdict }),
  };
}
