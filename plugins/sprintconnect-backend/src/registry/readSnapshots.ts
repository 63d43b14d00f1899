import type {
  Server,
  Snapshot,
  SnapshotDiff,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../http';
import type { RequestContext } from '../ports';
import { annotationsOf, type ReadScope } from '../records';
import { diffSnapshots, worstSeverity } from './diff/diffSnapshots';
import { noSuchServer } from './refusals';
import type { RegistryDeps } from './RegistryDeps';

/**
 * One version with what of its content may be seen, judged by what its server is now. Throws a 404 problem where server or
 * version is not there.
 */
export async function readSnapshot(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: { serverId: string; version: number; readScope: ReadScope },
): Promise<Snapshot> {
  const { serverId, version, readScope } = request;
  const { criteria } = readScope.servers;
  const record = await deps.servers.find(ctx, serverId, criteria);
  if (!record) throw noSuchServer();
  const snapshot = await deps.snapshots.find(ctx, { serverId, version });
  if (!snapshot) {
    throw new ProblemError({
      status: 404,
      detail: `Version ${version} not found. GET /v1/servers/{id}/snapshots lists this server's versions.`,
    });
  }
  return visibleOf(snapshot, record.server, readScope);
}

/** What became different of what may be seen, from one version to another, in either direction of time. */
export async function readDiff(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: { serverId: string; from: number; to: number; readScope: ReadScope },
): Promise<SnapshotDiff> {
  const { serverId, from, to, readScope } = request;
  const of = { serverId, readScope };
  const before = await readSnapshot(deps, ctx, { ...of, version: from });
  const after = await readSnapshot(deps, ctx, { ...of, version: to });
  const changes = diffSnapshots(before, after);
  return {
    serverId,
    from,
    to,
    identical: changes.length === 0,
    severity: worstSeverity(changes),
    changes,
  };
}

/** Counts and digest stay: they are the server's, as everybody sees them who sees the server. */
function visibleOf(
  snapshot: Snapshot,
  server: Server,
  { capabilities: { allows } }: ReadScope,
): Snapshot {
  return {
    ...snapshot,
    capabilities: snapshot.capabilities.filter(({ kind, name, definition }) =>
      allows({
        server,
        capability: { kind, name, ...annotationsOf(definition) },
      }),
    ),
  };
}
