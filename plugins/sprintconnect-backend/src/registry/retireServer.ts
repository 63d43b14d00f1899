import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import type { Answer } from '../http';
import type { RequestContext, Tx } from '../ports';
import { catalogOwns, noSuchServer } from './refusals';
import type { RegistryDeps } from './RegistryDeps';

/**
 * Takes a server out of use. Its row, snapshots and capabilities stay; its name is free again. Answers 204,
 * also when it was retired before.
 */
export async function retireServer(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: { id: string; idempotencyKey?: string },
): Promise<Answer> {
  const { id, idempotencyKey } = request;
  return deps.database.transaction(tx =>
    deps.idempotency.run(
      tx,
      {
        ctx,
        key: idempotencyKey,
        route: `DELETE /v1/servers/${id}`,
        body: undefined,
      },
      async () => {
        const before = (await deps.servers.lock(tx, ctx, id))?.server;
        if (!before) throw noSuchServer();
        if (before.status !== 'retired') {
          if (before.origin === 'catalog') throw catalogOwns(before);
          await retire(tx, ctx, { deps, server: before });
        }
        return { status: 204 };
      },
    ),
  );
}

/** Retires a live server, whoever describes it. */
export async function retire(
  tx: Tx,
  ctx: RequestContext,
  what: { deps: RegistryDeps; server: Server },
): Promise<void> {
  const { deps, server: before } = what;
  const after: Server = {
    ...before,
    status: 'retired',
    revision: before.revision + 1,
    updatedAt: deps.clock.now().toISOString(),
  };
  await deps.servers.write(tx, ctx, { before, after });
  await deps.servers.writeObserved(tx, ctx, {
    serverId: after.id,
    columns: { next_discovery_at: null, discovery_requested_at: null },
  });
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
