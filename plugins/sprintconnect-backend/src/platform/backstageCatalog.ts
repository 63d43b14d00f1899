import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type { CatalogApi } from '@backstage/catalog-client';
import type { Catalog, CatalogEntity, FindEntities } from '../ports';
import { inTime } from './inTime';
import { loadCatalogClient } from './loadCatalogClient';

/** A form waits for it. */
const FIND_MS = 5_000;

const FIELDS = ['kind', 'metadata', 'spec.type', 'spec.profile'];

type Entity = NonNullable<
  Awaited<ReturnType<CatalogApi['getEntitiesByRefs']>>['items'][number]
>;

/**
 * The catalog of this portal, asked as this plugin itself.
 *
 * Its client is loaded by the first question and not by the start of the backend, which it would make longer by more than
 * everything else does; an installation with one organisation asks nothing.
 */
export function backstageCatalog(services: {
  auth: AuthService;
  discovery: DiscoveryService;
}): Catalog & { findEntities: FindEntities } {
  const { auth, discovery } = services;
  let client: CatalogApi | undefined;
  const ask = async () => {
    client ??= new (loadCatalogClient().CatalogClient)({
      discoveryApi: discovery,
    });
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'catalog',
    });
    return { client, token };
  };
  return {
    async entitiesOf(refs) {
      if (refs.length === 0) return [];
      const { client: catalog, token } = await ask();
      const { items } = await catalog.getEntitiesByRefs(
        { entityRefs: [...refs], fields: [...FIELDS, 'relations'] },
        { token },
      );
      return items.map(item => item && toCatalogEntity(item));
    },
    async findEntities(refs) {
      const { client: catalog, token } = await ask();
      const names = ['kind', 'metadata.namespace', 'metadata.name'];
      const found = catalog.getEntitiesByRefs(
        { entityRefs: [...refs], fields: names },
        { token },
      );
      try {
        const { items } = await inTime(found, FIND_MS);
        return new Set(items.flatMap(item => (item ? [refOf(item)] : [])));
      } catch (error) {
        // Nobody stands at its address: the host was built without a catalog.
        if ((error as { statusCode?: unknown }).statusCode === 404) {
          return undefined;
        }
        throw error;
      }
    },
    async organisations() {
      const { client: catalog, token } = await ask();
      const filter = { kind: 'Group', 'spec.type': 'organization' };
      const { items } = await catalog.getEntities(
        { filter, fields: FIELDS },
        { token },
      );
      return items.map(toCatalogEntity);
    },
  };
}

function refOf({ kind, metadata }: Entity): string {
  const { name, namespace = 'default' } = metadata;
  return `${kind}:${namespace}/${name}`.toLowerCase();
}

function toCatalogEntity(entity: Entity): CatalogEntity {
  const { kind, metadata, spec, relations } = entity;
  const { name, namespace = 'default' } = metadata;
  const profile = spec?.profile as { displayName?: unknown } | undefined;
  return {
    ref: refOf(entity),
    kind: kind.toLowerCase(),
    namespace: namespace.toLowerCase(),
    name: name.toLowerCase(),
    title: textOf(profile?.displayName) ?? textOf(metadata.title),
    type: textOf(spec?.type),
    relations: (relations ?? []).map(({ type, targetRef }) => ({
      type,
      targetRef: targetRef.toLowerCase(),
    })),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
