import type {
  SecretKey,
  SecretKeys,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from '../ports';
import type { KeyRing } from './sealing/KeyRing';
import type { KeyUse, SecretStore } from './SecretStore';

/**
 * The keys of the ring in its order, then those that it misses. Counts are of the caller's organisation; whether a key may go is
 * judged by all of them.
 */
export async function listKeys(
  { ring, store }: { ring: KeyRing; store: SecretStore },
  ctx: RequestContext,
): Promise<SecretKeys> {
  const everywhere = await store.usage();
  const here = await store.usage(ctx.orgId);
  const known = ring.keys.map(({ id, check, kind }): SecretKey => {
    const key = { kid: id, check };
    const isFirst = ring.isFirst(key);
    return {
      id,
      check,
      kind,
      state: isFirst ? 'seals' : 'opens',
      secrets: countOf(here, key),
      removable: !isFirst && countOf(everywhere, key) === 0,
    };
  });
  const missing = here
    .filter(({ key }) => !ring.has(key))
    .map(({ key: { kid, check }, count }): SecretKey => ({
      id: kid,
      check,
      state: 'missing',
      secrets: count,
      removable: false,
    }));
  return { items: [...known, ...missing] };
}

function countOf(uses: readonly KeyUse[], { kid, check }: KeyUse['key']) {
  const found = uses.find(({ key }) => key.kid === kid && key.check === check);
  return found?.count ?? 0;
}
