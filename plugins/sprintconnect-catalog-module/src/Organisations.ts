import type { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  SprintConnectError,
  type CatalogServer,
  type SprintConnectClient,
} from '@sprintconnect/plugin-sprintconnect-common';

/** The organisations that there are, where `sprintconnect.tenancy.mode` is `catalog`. */
export interface Organisations {
  /** Their groups, by full reference. */
  list(): Promise<string[]>;
  /** The registry for one: by its id, or by the reference of a user or group of it. */
  registryOf(organisation: string): SprintConnectClient;
  /** The id of the organisation that each owner is of, which the registry finds out; without those that are of none. */
  homesOf(
    owners: Iterable<string>,
    options?: { signal?: AbortSignal },
  ): Promise<Map<string, string>>;
}

/** Every group of `spec.type: organization`, as the registry knows organisations. */
export function organisationsOfCatalog(options: {
  catalog: CatalogService;
  auth: AuthService;
  registryOf: (organisation: string) => SprintConnectClient;
}): Organisations {
  const { catalog, auth, registryOf } = options;
  return {
    registryOf,
    async list() {
      const { items } = await catalog.getEntities(
        {
          filter: { kind: 'Group', 'spec.type': 'organization' },
          fields: ['kind', 'metadata.name', 'metadata.namespace'],
        },
        { credentials: await auth.getOwnServiceCredentials() },
      );
      return items.map(group => stringifyEntityRef(group)).sort();
    },
    async homesOf(owners, call) {
      const homes = new Map<string, string>();
      for (const owner of new Set(owners)) {
        const home = await homeOf(registryOf(owner), call);
        if (home !== undefined) homes.set(owner, home);
      }
      return homes;
    },
  };
}

/** The organisation of each entity that can become a server; undefined where there is one for all. */
export async function homesOfServers(
  organisations: Organisations | undefined,
  wanted: ReadonlyMap<string, CatalogServer>,
  options: { signal?: AbortSignal },
): Promise<Map<string, string> | undefined> {
  if (!organisations) return undefined;
  const owners = [...wanted.values()].flatMap(({ owner }) => owner ?? []);
  const homes = await organisations.homesOf(owners, options);
  return new Map(
    [...wanted].flatMap(([ref, { owner }]) => {
      const home = owner ? homes.get(owner) : undefined;
      return home === undefined ? [] : [[ref, home] as const];
    }),
  );
}

async function homeOf(
  registry: SprintConnectClient,
  call?: { signal?: AbortSignal },
): Promise<string | undefined> {
  try {
    return (await registry.roles.mine(call)).orgId;
  } catch (error) {
    const isOfNone =
      error instanceof SprintConnectError && error.status === 403;
    if (isOfNone) return undefined;
    throw error;
  }
}
