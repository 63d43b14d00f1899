import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/** The reference with its kind and namespace, in lower case, as the catalog knows it. */
export function wholeRef(entityRef: string, defaultKind: string): string {
  return stringifyEntityRef(parseEntityRef(entityRef, { defaultKind }));
}
