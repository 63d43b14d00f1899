import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  type CatalogServer,
  type Fault,
  type Server,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Asked } from './Asked';

type Described = Pick<
  CatalogServer,
  'name' | 'environment' | 'remotes' | 'owner' | 'system'
>;

/** How the fields that name an entity are read where they leave the kind out. */
const NAMES = {
  owner: { kinds: ['group', 'user'], words: 'group or user' },
  system: { kinds: ['system'], words: 'system' },
} as const;

/**
 * Everything that this portal would refuse of a server, by reading alone: an environment or a stdio entry that is not configured, an owner or a
 * system that is not in the catalog. Whether egress allows its address only a connection test or a registration says.
 */
export async function checkServer(
  asked: Asked,
  server: Described,
): Promise<Fault[]> {
  const { environments, stdioEntries } = await asked.registry.me(asked);
  const faults: Fault[] = [];
  if (!environments.includes(server.environment)) {
    faults.push({
      path: 'environment',
      message: `isn't configured; choose one of ${environments.join(', ')}`,
    });
  }
  server.remotes.forEach(({ type, url }, at) => {
    if (type === 'stdio' && !stdioEntries.includes(url)) {
      faults.push({
        path: `remotes[${at}].url`,
        message: `isn't an entry of sprintconnect.upstream.stdio${stdioEntries.length > 0 ? `; choose one of ${stdioEntries.join(', ')}` : ''}`,
      });
    }
  });
  return [...faults, ...(await faultsOfNames(asked, server))];
}

/** Another server of this name in the environment, as far as the person may see it. */
export async function findServer(
  { registry, signal }: Asked,
  server: { name: string; environment: string },
): Promise<Server | undefined> {
  try {
    return await registry.getServerByName(server, { signal });
  } catch (error) {
    if (error instanceof SprintConnectError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}

/** Why the name cannot be had, with what to do. */
export function nameFault({ environment, id }: Server): Fault {
  return {
    path: 'name',
    message: `is already used in ${environment} by the server ${id}; choose another name, or retire that server first`,
  };
}

async function faultsOfNames(
  { catalog, credentials }: Asked,
  server: Described,
): Promise<Fault[]> {
  const named = (['owner', 'system'] as const).flatMap(field => {
    const text = server[field];
    if (!text) return [];
    const ref = parseEntityRef(text, { defaultKind: NAMES[field].kinds[0] });
    return [{ field, kind: ref.kind, ref: stringifyEntityRef(ref) }];
  });
  if (named.length === 0) return [];
  const { items } = await catalog.getEntitiesByRefs(
    { entityRefs: named.map(({ ref }) => ref), fields: ['kind'] },
    { credentials },
  );
  return named.flatMap(({ field, kind, ref }, at): Fault[] => {
    const { kinds, words } = NAMES[field];
    if (!kinds.some(each => each === kind.toLowerCase())) {
      return [
        {
          path: field,
          message: `must be a ${words}, such as ${kinds[0]}:default/example`,
        },
      ];
    }
    return items[at]
      ? []
      : [
          {
            path: field,
            message: `is not in the catalog: there is no ${ref}; choose a ${words} that exists`,
          },
        ];
  });
}
