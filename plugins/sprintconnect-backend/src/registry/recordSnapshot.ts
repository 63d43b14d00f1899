import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { FinalJobError, type RequestContext, type Tx } from '../ports';
import type { ObservedServer } from './ObservedServer';
import { type RegistryDeps, plannedDiscovery } from './RegistryDeps';
import { type ServerRecord, type ServerRow, storable } from './ServerRecord';
import {
  type ObservationSummary,
  summariseObservation,
} from './summariseObservation';

/** What recording came to. */
export interface RecordedSnapshot {
  /** The version that describes the server now. */
  version: number;
  /** True when this observation made it. */
  changed: boolean;
}

interface Recording {
  deps: RegistryDeps;
  record: ServerRecord;
  observed: ObservedServer;
  summary: ObservationSummary;
  result: RecordedSnapshot;
}

/**
 * Records what a discovery found, as a new version where it differs from the current one.
 *
 * @remarks
 *
 * An unchanged server costs one update of its row, and is announced only to those who asked or who knew it as failed.
 * Recording the same twice is the same as once. Throws ObservationError for what cannot be recorded, and
 * FinalJobError when the server is gone; in both cases nothing is written.
 */
export async function recordSnapshot(
  deps: RegistryDeps,
  ctx: RequestContext,
  found: { serverId: string; observed: ObservedServer },
): Promise<RecordedSnapshot> {
  const { serverId, observed } = found;
  const summary = summariseObservation(observed);
  return deps.database.transaction(async tx => {
    const record = await deps.servers.lock(tx, ctx, serverId);
    if (!record || record.server.status === 'retired') {
      throw new FinalJobError('The server is retired.');
    }
    const { snapshot, lastError } = record.server;
    const changed = record.digest !== summary.digest;
    const version = (snapshot.current ?? 0) + (changed ? 1 : 0);
    const result = { version, changed };
    const recording = { deps, record, observed, summary, result };
    if (changed) {
      await writeVersion(tx, ctx, recording);
    }
    const columns = observedColumns(recording);
    await deps.servers.writeObserved(tx, ctx, { serverId, columns });
    if (changed || lastError || record.isRequested) {
      await announce(tx, ctx, recording);
    }
    return result;
  });
}

async function writeVersion(
  tx: Tx,
  ctx: RequestContext,
  { deps, record, observed, summary, result }: Recording,
): Promise<void> {
  const serverId = record.server.id;
  const at = deps.clock.now();
  await deps.snapshots.insert(tx, ctx, {
    serverId,
    version: result.version,
    digest: summary.digest,
    era: observed.era,
    protocolVersion: observed.protocolVersion,
    serverInfo: observed.serverInfo,
    counts: summary.counts,
    createdAt: at.toISOString(),
    instructions: summary.instructions,
    capabilities: summary.capabilities.map(
      ({ kind, name, digest, definition }) => ({
        kind,
        name,
        digest,
        definition,
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
  const { deps, observed, summary, result } = recording;
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
    last_discovered_at: deps.clock.now(),
    error_code: null,
    error_message: null,
    error_at: null,
    failures: 0,
    announces_changes: observed.announcesChanges ?? false,
    ...nextDiscovery(recording),
  };
}

/** Who asked while the lists were being read may know of a change that came too late for this discovery. */
function nextDiscovery({ deps, record, observed }: Recording): ServerRow {
  const { requestedAt, server } = record;
  const { startedAt, ttlMs } = observed;
  if (requestedAt && startedAt && requestedAt > startedAt) {
    return { next_discovery_at: deps.clock.now() };
  }
  const intervalSeconds = server.discoveryIntervalSeconds;
  return {
    discovery_requested_at: null,
    next_discovery_at: plannedDiscovery(deps, { intervalSeconds, ttlMs }),
  };
}

async function announce(
  tx: Tx,
  ctx: RequestContext,
  { deps, record, observed, result }: Recording,
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
    });
  }
}
