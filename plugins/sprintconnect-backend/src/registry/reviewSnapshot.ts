import {
  type Change,
  pageOfServer,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { EVERYTHING, type RequestContext } from '../ports';
import { diffSnapshots } from './diff/diffSnapshots';
import type { RegistryDeps, SnapshotToReview } from './RegistryDeps';
import { wordsOfDrift } from './wordsOfDrift';

/** What a review came to, kept as the result of its job. */
export type ReviewResult =
  | { outcome: 'reviewed'; warnings: number; notified: boolean }
  | { outcome: 'skipped'; reason: string };

/**
 * Finds out what a new version of a server brings that deserves a look: marks the server with all that changed since the version that
 * somebody has seen, and tells its owner of what came with this one.
 *
 * @remarks
 *
 * Apart from the recording, because a comparison may take long and must not hold the lock on the server. The mark is that of the current
 * version, so a review that comes late leaves it to the review of the newer one. The notification has the name of its version, so that a
 * review that is repeated tells nothing twice.
 */
export async function reviewSnapshot(
  deps: RegistryDeps,
  ctx: RequestContext,
  { serverId, version, isTold }: SnapshotToReview,
): Promise<ReviewResult> {
  const record = await deps.servers.find(ctx, serverId, EVERYTHING);
  if (!record || record.server.status === 'retired') {
    return { outcome: 'skipped', reason: 'The server is retired.' };
  }
  const { server, seenVersion = version - 1 } = record;
  const warningsSince = async (former: number) => {
    const [before, after] = await Promise.all(
      [former, version].map(each =>
        deps.snapshots.find(ctx, { serverId, version: each }),
      ),
    );
    return before && after
      ? diffSnapshots(before, after).filter(isWarning)
      : [];
  };
  const news = await warningsSince(version - 1);
  const drift =
    seenVersion === version - 1 ? news : await warningsSince(seenVersion);
  await markDrift(deps, ctx, {
    serverId,
    version,
    seenVersion,
    warnings: drift.length,
  });
  const notified =
    !isTold && news.length > 0 && (await tell(deps, { server, version, news }));
  return { outcome: 'reviewed', warnings: news.length, notified };
}

function isWarning({ severity }: Change): boolean {
  return severity === 'warning' || severity === 'critical';
}

/** Writes nothing where a newer version came or somebody has looked meanwhile: what they know is newer. */
async function markDrift(
  deps: RegistryDeps,
  ctx: RequestContext,
  drift: {
    serverId: string;
    version: number;
    seenVersion: number;
    warnings: number;
  },
): Promise<void> {
  const { serverId, version, seenVersion, warnings } = drift;
  await deps.database.transaction(async tx => {
    const locked = await deps.servers.lock(tx, ctx, serverId);
    if (!locked || locked.server.status === 'retired') return;
    const { server, seenVersion: seen = seenVersion } = locked;
    const isCurrent =
      server.snapshot.current === version && seen === seenVersion;
    if (!isCurrent || warnings === (server.drift?.warnings ?? 0)) return;
    await deps.servers.writeObserved(tx, ctx, {
      serverId,
      columns: { drift_warnings: warnings || null, seen_snapshot: seenVersion },
    });
    await deps.audit.record(tx, ctx, {
      action: 'server-drift',
      target: { type: 'server', id: serverId },
      outcome: 'success',
      meta: { name: server.name, sinceVersion: seenVersion, version, warnings },
    });
    await deps.outbox.add(tx, {
      type: 'server.drift.changed',
      orgId: ctx.orgId,
      serverId,
      snapshotVersion: version,
    });
  });
}

async function tell(
  { notifier }: RegistryDeps,
  what: { server: Server; version: number; news: readonly Change[] },
): Promise<boolean> {
  const { server, version } = what;
  if (!server.owner) return false;
  return notifier.notify({
    recipients: [server.owner],
    link: `${pageOfServer(server.id)}/versions?from=${version - 1}&to=${version}`,
    subject: `drift:${server.id}:${version}`,
    ...wordsOfDrift(what),
  });
}
