import type { Entity } from '@backstage/catalog-model';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useLoad } from '../../ui';

/**
 * The entity of a server: undefined while it loads, where the catalog does not answer or does not have it, and in a
 * portal without a catalog. What is said of a server stands without it.
 */
export function useCatalogEntity(entityRef: string): Entity | undefined {
  const catalog = useApiHolder().get(catalogApiRef);
  const { value } = useLoad(entityRef, async () => {
    // Asked for as one of many, an entity that is not there yet is no error in the browser's log.
    const found = await catalog?.getEntitiesByRefs({ entityRefs: [entityRef] });
    return found?.items[0] ?? null;
  });
  return value ?? undefined;
}
