import type { RequestContext } from '../ports';
import { type RegistryDeps, plannedDiscovery } from './RegistryDeps';
import { storable } from '../records';

const MESSAGE_MAX = 2000;

/**
 * Notes why a discovery failed, and plans the next later than after a good one. The last good snapshot stays. Does
 * nothing to a server that is gone.
 */
export async function recordDiscoveryFailure(
  deps: RegistryDeps,
  ctx: RequestContext,
  failed: { serverId: string; code: string; message: string },
): Promise<void> {
  const { serverId, code } = failed;
  const message = storable(failed.message.slice(0, MESSAGE_MAX));
  await deps.database.transaction(async tx => {
    const record = await deps.servers.lock(tx, ctx, serverId);
    if (!record || record.server.status === 'retired') {
      return;
    }
    // What a failing list put off does not make a server that fails as a whole wait longer.
    const failures = record.server.lastError ? record.failures + 1 : 1;
    await deps.servers.writeObserved(tx, ctx, {
      serverId,
      columns: {
        error_code: code.slice(0, 63),
        error_message: message,
        error_at: deps.clock.now(),
        failures,
        discovery_requested_at: null,
        next_discovery_at: plannedDiscovery(deps, {
          intervalSeconds: record.server.discoveryIntervalSeconds,
          failures,
        }),
      },
    });
    await deps.audit.record(tx, ctx, {
      action: 'server-snapshot',
      target: { type: 'server', id: serverId },
      outcome: 'failure',
      reason: code,
      meta: { name: record.server.name },
    });
    await deps.outbox.add(tx, {
      type: 'server.discovery.failed',
      orgId: ctx.orgId,
      serverId,
    });
  });
}
