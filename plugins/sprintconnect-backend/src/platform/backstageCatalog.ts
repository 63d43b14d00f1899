import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type { CatalogApi } from '@backstage/catalog-client';
import type { Catalog, CatalogEntity } from '../ports';
import { loadCatalogClient } from './loadCatalogClient';

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
}): Catalog {
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

function toCatalogEntity({
  kind,
  metadata,
  spec,
  relations,
}: Entity): CatalogEntity {
  const { name, namespace = 'default' } = metadata;
  const profile = spec?.profile as { displayName?: unknown } | undefined;
  return {
    ref: `${kind}:${namespace}/${name}`.toLowerCase(),
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
