import type { Accepted } from '@sprintconnect/plugin-sprintconnect-common';
import type { Done } from '../http';
import type { RequestContext } from '../ports';
import { type WriteJudgements, onLockedServer } from './onLockedServer';
import { isRetired } from './refusals';
import { type RegistryDeps, queueDiscovery } from './RegistryDeps';

/**
 * Has a server discovered now. A discovery that waits already is pulled forward and its job given again.
 * Gives the id of the job.
 */
export async function requestDiscovery(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: WriteJudgements & { id: string; idempotencyKey?: string },
): Promise<Done<Accepted>> {
  const { id } = request;
  const route = `POST /v1/servers/${id}/discover`;
  return onLockedServer(deps, ctx, {
    write: { ...request, route },
    work: async (tx, server) => {
      if (server.status === 'retired') throw isRetired(server);
      const { jobId } = await queueDiscovery(tx, ctx, {
        deps,
        serverId: id,
        intervalSeconds: server.discoveryIntervalSeconds,
      });
      await deps.audit.record(tx, ctx, {
        action: 'server-discover',
        target: { type: 'server', id },
        outcome: 'success',
        meta: { name: server.name, jobId },
      });
      await deps.outbox.add(tx, {
        type: 'server.discovery.started',
        orgId: ctx.orgId,
        serverId: id,
        jobId,
      });
      return { jobId };
    },
  });
}
