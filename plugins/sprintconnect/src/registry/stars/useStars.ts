import { useCallback, useEffect, useState } from 'react';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import { starredEntitiesApiRef } from '@backstage/plugin-catalog-react';

/** The entities that the reader has starred, anywhere in the portal. */
export interface Stars {
  /** References of entities, in lower case as Backstage keeps them. Undefined until they are known. */
  refs?: ReadonlySet<string>;
  toggle: (entityRef: string) => void;
}

/** Undefined in a portal that knows no stars. */
export function useStars(): Stars | undefined {
  const api = useApiHolder().get(starredEntitiesApiRef);
  const [refs, setRefs] = useState<ReadonlySet<string>>();
  useEffect(() => {
    const subscription = api?.starredEntitie$().subscribe(setRefs);
    return () => subscription?.unsubscribe();
  }, [api]);
  const toggle = useCallback(
    (entityRef: string) => void api?.toggleStarred(entityRef.toLowerCase()),
    [api],
  );
  return api && { refs, toggle };
}
