import { isOwnRef } from '../credentials';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import type { Done } from '../http';
import type { RequestContext, Tx } from '../ports';
import { type WriteJudgements, onLockedServer } from './onLockedServer';
import { catalogOwns } from './refusals';
import type { RegistryDeps } from './RegistryDeps';

/**
 * Takes a server out of use. Its row, snapshots and capabilities stay; its name is free again. Does
 * nothing when it was retired before.
 */
export async function retireServer(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: WriteJudgements & { id: string; idempotencyKey?: string },
): Promise<Done<void>> {
  return onLockedServer(deps, ctx, {
    write: { ...request, route: `DELETE /v1/servers/${request.id}` },
    work: async (tx, server) => {
      if (server.status === 'retired') return;
      if (server.origin === 'catalog') throw catalogOwns(server);
      await retire(tx, ctx, { deps, server });
    },
  });
}

/** Retires a live server, whoever describes it. */
export async function retire(
  tx: Tx,
  ctx: RequestContext,
  what: { deps: RegistryDeps; server: Server },
): Promise<void> {
  const { deps, server: before } = what;
  const { credentialRef, login: _ofCredential, ...rest } = before;
  const isOwn = isOwnRef(credentialRef);
  // Its secrets are of no use to anybody any more. A shared one it names again where the catalog brings it back.
  if (isOwn) await deps.credentials.takeAway(tx, ctx, before.id);
  const after: Server = {
    ...rest,
    ...(!isOwn && credentialRef !== undefined && { credentialRef }),
    status: 'retired',
    revision: before.revision + 1,
    updatedAt: deps.clock.now().toISOString(),
  };
  await deps.servers.write(tx, ctx, { before, after });
  await deps.servers.writeObserved(tx, ctx, {
    serverId: after.id,
    columns: {
      next_discovery_at: null,
      discovery_requested_at: null,
      // Nobody asks any more, so that nobody knows.
      health_status: 'unknown',
      health_since: null,
      health_latency_ms: null,
      drift_warnings: null,
    },
  });
  await deps.searchIndex.refresh(tx, ctx, after);
  await deps.audit.record(tx, ctx, {
    action: 'server-retire',
    target: { type: 'server', id: after.id },
    outcome: 'success',
    meta: { name: after.name, environment: after.environment },
  });
  await deps.outbox.add(tx, {
    type: 'server.retired',
    orgId: ctx.orgId,
    serverId: after.id,
    revision: after.revision,
  });
}
