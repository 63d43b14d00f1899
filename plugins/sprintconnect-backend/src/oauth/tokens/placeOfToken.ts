import type { SecretPlace } from '../../ports';
import type { TokenId } from './TokenStore';

/** What holds the token of a client for a server in the vault. */
export function holderOfToken(key: string): string {
  return `oauth-token:${key}`;
}

/** Where in the vault the token with this stamp is. */
export function placeOfToken(
  { orgId, key }: TokenId,
  stamp: number,
): SecretPlace {
  return {
    orgId,
    holder: holderOfToken(key),
    field: 'accessToken',
    version: stamp,
  };
}
