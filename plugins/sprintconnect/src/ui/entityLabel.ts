import { DEFAULT_NAMESPACE, parseEntityRef } from '@backstage/catalog-model';

/** The name of a catalog entity, with its namespace where that is not the usual one. */
export function entityLabel(entityRef: string, defaultKind?: string): string {
  const { namespace, name } = parseEntityRef(entityRef, { defaultKind });
  return namespace === DEFAULT_NAMESPACE ? name : `${namespace}/${name}`;
}
