import type {
  ListFault,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { FinalJobError, type RequestContext, type Tx } from '../ports';
import { differ, listFaultsOf } from './listFaultsOf';
import type { ObservedServer } from './ObservedServer';
import {
  enqueueReview,
  type RegistryDeps,
  plannedDiscovery,
} from './RegistryDeps';
import { type ServerRow, storable } from '../records';
import type { ServerRecord } from './ServerRecord';
import {
  type ObservationSummary,
  summariseObservation,
  withKept,
} from './summariseObservation';

/** What recording came to. */
export interface RecordedSnapshot {
  /** The version that describes the server now. */
  version: number;
  /** True when this observation made it. */
  changed: boolean;
  /** Some lists had a fault. */
  partial?: true;
}

interface Recording {
  deps: RegistryDeps;
  record: ServerRecord;
  observed: ObservedServer;
  summary: ObservationSummary;
  /** Of the lists that are not known whole, as the server is to show them. */
  faults: ListFault[];
  /** The one time of everything that is written. */
  at: Date;
  result: RecordedSnapshot;
}

/**
 * Records what a discovery found, as a new version where it differs from the current one.
 *
 * @remarks
 *
 * An unchanged server costs one update of its row and one row for lists that began before, and is announced only to those who asked or who knew it as failed.
 * Of a list that was not read, what the current version has stays; see {@link withKept}.
 * Recording the same twice is the same as once. Throws ObservationError for what cannot be recorded, and
 * FinalJobError when the server is gone; in both cases nothing is written.
 */
export async function recordSnapshot(
  deps: RegistryDeps,
  ctx: RequestContext,
  what: { serverId: string; observed: ObservedServer },
): Promise<RecordedSnapshot> {
  const { serverId, observed } = what;
  const seen = summariseObservation(observed);
  return deps.database.transaction(async tx => {
    const record = await deps.servers.lock(tx, ctx, serverId);
    if (!record || record.server.status === 'retired') {
      throw new FinalJobError('The server is retired.');
    }
    const { snapshot, lastError, listFaults = [] } = record.server;
    const { faults: observedFaults = [] } = observed;
    const former =
      observedFaults.length > 0 && snapshot.current !== undefined
        ? await deps.snapshots.capabilitiesOf(tx, ctx, {
            serverId,
            version: snapshot.current,
          })
        : [];
    const summary = withKept(seen, observedFaults, former);
    const at = deps.clock.now();
    const faults = listFaultsOf(record.server, observedFaults, at);
    const changed = record.digest !== summary.digest;
    const version = (snapshot.current ?? 0) + (changed ? 1 : 0);
    const result: RecordedSnapshot = {
      version,
      changed,
      ...(faults.length > 0 && { partial: true }),
    };
    const found = { observed, summary, faults, at };
    const recording = { deps, record, ...found, result };
    if (changed) {
      await writeVersion(tx, ctx, recording);
      if (version > 1) {
        await enqueueReview(tx, ctx, { deps, serverId, version });
      }
    }
    const columns = observedColumns(recording);
    await deps.servers.writeObserved(tx, ctx, { serverId, columns });
    const isNews = changed || lastError || differ(listFaults, faults);
    if (isNews || record.isRequested) {
      await announce(tx, ctx, recording);
    }
    return result;
  });
}

async function writeVersion(
  tx: Tx,
  ctx: RequestContext,
  { deps, record, observed, summary, faults, at, result }: Recording,
): Promise<void> {
  const serverId = record.server.id;
  await deps.snapshots.insert(tx, ctx, {
    serverId,
    version: result.version,
    digest: summary.digest,
    era: observed.era,
    protocolVersion: observed.protocolVersion,
    serverInfo: observed.serverInfo,
    counts: summary.counts,
    createdAt: at.toISOString(),
    ...(faults.length > 0 && { failedLists: kindsOf(faults) }),
    instructions: summary.instructions,
    capabilities: summary.capabilities.map(
      ({ kind, name, digest, definition, notes }) => ({
        kind,
        name,
        digest,
        definition,
        ...(notes && { notes }),
      }),
    ),
  });
  await deps.capabilities.replace(tx, ctx, {
    serverId,
    at,
    capabilities: summary.capabilities,
  });
  await deps.searchIndex.refresh(tx, ctx, record.server);
}

function observedColumns(recording: Recording): ServerRow {
  const { deps, observed, summary, faults, at, result } = recording;
  const { toJson } = deps.database.dialect;
  const { counts } = summary;
  return {
    era: observed.era,
    era_at: observed.verdictAt,
    era_remote_url: observed.remoteUrl,
    protocol_version: observed.protocolVersion,
    server_info: toJson(observed.serverInfo),
    instructions:
      observed.instructions === undefined
        ? null
        : storable(observed.instructions),
    tools: counts.tools,
    resources: counts.resources,
    resource_templates: counts.resourceTemplates,
    prompts: counts.prompts,
    current_snapshot: result.version,
    current_digest: summary.digest,
    last_discovered_at: at,
    error_code: null,
    error_message: null,
    error_at: null,
    list_faults: faults.length > 0 ? toJson(faults) : null,
    failures: partialsOf(recording),
    // What a server offers when it is first seen is no change.
    ...(result.version === 1 && { seen_snapshot: 1 }),
    announces_changes: observed.announcesChanges ?? false,
    ...nextDiscovery(recording),
  };
}

/** Who asked while the lists were being read may know of a change that came too late for this discovery. */
function nextDiscovery(recording: Recording): ServerRow {
  const { deps, record, observed } = recording;
  const { requestedAt, server } = record;
  const { startedAt, ttlMs } = observed;
  if (requestedAt && startedAt && requestedAt > startedAt) {
    return { next_discovery_at: deps.clock.now() };
  }
  const intervalSeconds = server.discoveryIntervalSeconds;
  return {
    discovery_requested_at: null,
    next_discovery_at: plannedDiscovery(deps, {
      intervalSeconds,
      ttlMs,
      partials: partialsOf(recording),
    }),
  };
}

/** How many discoveries in a row, this one included, were partial. One that failed as a whole begins the count anew. */
function partialsOf({ record, faults }: Recording): number {
  if (faults.length === 0) return 0;
  const { lastError, listFaults } = record.server;
  return !lastError && listFaults ? record.failures + 1 : 1;
}

function kindsOf(faults: readonly ListFault[]): ListFault['kind'][] {
  return faults.map(({ kind }) => kind);
}

async function announce(
  tx: Tx,
  ctx: RequestContext,
  { deps, record, observed, faults, result }: Recording,
): Promise<void> {
  const server: Server = record.server;
  await deps.audit.record(tx, ctx, {
    action: 'server-snapshot',
    target: { type: 'server', id: server.id },
    outcome: 'success',
    meta: {
      name: server.name,
      version: result.version,
      changed: result.changed,
      protocolVersion: observed.protocolVersion,
      ...(faults.length > 0 && { partial: true, failedLists: kindsOf(faults) }),
    },
  });
  const types = result.changed
    ? (['server.discovery.completed', 'server.capabilities.changed'] as const)
    : (['server.discovery.completed'] as const);
  for (const type of types) {
    await deps.outbox.add(tx, {
      type,
      orgId: ctx.orgId,
      serverId: server.id,
      snapshotVersion: result.version,
      ...(result.partial && { partial: true }),
    });
  }
}
