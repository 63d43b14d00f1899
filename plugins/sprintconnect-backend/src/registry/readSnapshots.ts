import type {
  Snapshot,
  SnapshotDiff,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../http';
import type { RequestContext } from '../ports';
import { diffSnapshots, worstSeverity } from './diff/diffSnapshots';
import type { RegistryDeps } from './RegistryDeps';

/** One version with its content. Throws a 404 problem where server or version is not there. */
export async function readSnapshot(
  deps: RegistryDeps,
  ctx: RequestContext,
  key: { serverId: string; version: number },
): Promise<Snapshot> {
  const snapshot = await deps.snapshots.find(ctx, key);
  if (!snapshot) {
    throw new ProblemError({
      status: 404,
      detail: `There is no version ${key.version} of this server. GET /v1/servers/{id}/snapshots lists its versions.`,
    });
  }
  return snapshot;
}

/** What became different from one version to another, in either direction of time. */
export async function readDiff(
  deps: RegistryDeps,
  ctx: RequestContext,
  versions: { serverId: string; from: number; to: number },
): Promise<SnapshotDiff> {
  const { serverId, from, to } = versions;
  const before = await readSnapshot(deps, ctx, { serverId, version: from });
  const after = await readSnapshot(deps, ctx, { serverId, version: to });
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
