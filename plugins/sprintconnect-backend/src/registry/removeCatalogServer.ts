import type { RequestContext, Tx } from '../ports';
import type { RegistryDeps } from './RegistryDeps';
import { retire } from './retireServer';

/** The catalog entity is gone: retires its server, if the catalog made it and it lives. Repeating it changes nothing. */
export async function removeCatalogServer(
  deps: RegistryDeps,
  ctx: RequestContext,
  entityRef: string,
): Promise<void> {
  const remove = async (tx: Tx) => {
    const known = await deps.servers.lockByEntityRef(tx, ctx, entityRef);
    const server = known?.server;
    if (server?.origin === 'catalog' && server.status !== 'retired') {
      await retire(tx, ctx, { deps, server });
    }
  };
  await deps.database.transaction(remove, { isRepeatable: true });
}
