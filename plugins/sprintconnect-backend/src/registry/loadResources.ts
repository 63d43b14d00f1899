import type {
  Capability,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { RegistryDeps } from './RegistryDeps';

/** Ids per query: far below what either database takes as parameters. */
const BATCH = 500;

/** How the permission framework finds servers and capabilities; it knows of no organisation and gives them to nobody. */
export interface ResourceLoaders {
  servers(ids: readonly string[]): Promise<(Server | undefined)[]>;
  capabilities(
    ids: readonly string[],
  ): Promise<({ server: Server; capability: Capability } | undefined)[]>;
}

/** One for each id, in their order; undefined for what is not there. */
export function resourceLoaders({
  servers,
  capabilities,
}: Pick<RegistryDeps, 'servers' | 'capabilities'>): ResourceLoaders {
  return {
    async servers(ids) {
      const found = await inBatches(ids, some => servers.load(some));
      return ids.map(id => found.get(id));
    },
    async capabilities(ids) {
      const found = await inBatches(ids, some => capabilities.load(some));
      const serverIds = [...found.values()].map(({ serverId }) => serverId);
      const of = await inBatches([...new Set(serverIds)], some =>
        servers.load(some),
      );
      return ids.map(id => {
        const capability = found.get(id);
        const server = capability && of.get(capability.serverId);
        return server && { server, capability };
      });
    },
  };
}

async function inBatches<T>(
  ids: readonly string[],
  load: (some: readonly string[]) => Promise<Map<string, T>>,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (let at = 0; at < ids.length; at += BATCH) {
    const some = await load(ids.slice(at, at + BATCH));
    for (const [id, each] of some) found.set(id, each);
  }
  return found;
}
