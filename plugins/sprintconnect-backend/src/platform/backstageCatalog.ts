import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type { CatalogApi } from '@backstage/catalog-client';
import type { Catalog, CatalogEntity } from '../ports';
import { loadCatalogClient } from './loadCatalogClient';

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
  return {
    async entitiesOf(refs) {
      if (refs.length === 0) return [];
      client ??= new (loadCatalogClient().CatalogClient)({
        discoveryApi: discovery,
      });
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: 'catalog',
      });
      const fields = ['kind', 'metadata', 'spec.type', 'spec.profile'];
      const { items } = await client.getEntitiesByRefs(
        { entityRefs: [...refs], fields: [...fields, 'relations'] },
        { token },
      );
      return items.map(item => item && toCatalogEntity(item));
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
