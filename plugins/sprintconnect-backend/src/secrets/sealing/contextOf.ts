import type { SecretPlace } from '../../ports';

/**
 * The place as the text that a layer of sealing is bound to (additional authenticated data). An array of JSON, because
 * two places must never read alike, and the names of their parts may hold any character.
 */
export function contextOf(
  place: SecretPlace,
  layer: readonly ['text'] | readonly ['key', kid: string],
): string {
  const { orgId, holder, field, version } = place;
  return JSON.stringify([
    'sprintconnect-secret',
    ...layer,
    orgId,
    holder,
    field,
    version,
  ]);
}
