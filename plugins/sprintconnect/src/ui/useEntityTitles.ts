import { useCallback, useEffect, useState } from 'react';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import { entityPresentationApiRef } from '@backstage/plugin-catalog-react';
import { entityLabel } from './entityLabel';
import { wholeRef } from './wholeRef';

/**
 * The names of entities as the catalog shows them, for texts that hold no elements, such as options and labels. Until the
 * catalog has answered, and where it does not know an entity, it is the name in the reference. All are asked for at
 * once, which the catalog's own API makes one request of.
 */
export function useEntityTitles(
  entityRefs: readonly string[],
  defaultKind: string,
): (entityRef: string) => string {
  const presentations = useApiHolder().get(entityPresentationApiRef);
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map());
  const key = JSON.stringify([...new Set(entityRefs)].sort());

  useEffect(() => {
    let isCurrent = true;
    const refs: string[] = JSON.parse(key);
    const asked = refs.map(async entityRef => {
      const presented = presentations?.forEntity(
        wholeRef(entityRef, defaultKind),
      );
      const title = (await presented?.promise)?.primaryTitle;
      return [entityRef, title ?? entityLabel(entityRef, defaultKind)] as const;
    });
    Promise.all(asked).then(
      found => isCurrent && found.length > 0 && setTitles(new Map(found)),
    );
    return () => {
      isCurrent = false;
    };
  }, [presentations, key, defaultKind]);
  return useCallback(
    entityRef => titles.get(entityRef) ?? entityLabel(entityRef, defaultKind),
    [titles, defaultKind],
  );
}
