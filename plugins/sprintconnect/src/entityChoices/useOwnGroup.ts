import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { type Loaded, useLoad } from '../ui';

/** A group that the reader owns things by; `null` where there is none, or where that is not known. */
export function useOwnGroup(): Loaded<string | null> {
  const identity = useApi(identityApiRef);
  return useLoad('own group', async () => {
    const { ownershipEntityRefs } = await identity.getBackstageIdentity();
    return ownershipEntityRefs.find(ref => ref.startsWith('group:')) ?? null;
  });
}
