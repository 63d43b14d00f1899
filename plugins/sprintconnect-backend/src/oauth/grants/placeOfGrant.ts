import { createHash } from 'node:crypto';
import type { SecretPlace } from '../../ports';
import type { TokenId } from '../tokens/TokenStore';
import type { GrantRecord } from './GrantStore';

/** What holds the refresh tokens of an account in the vault. */
export function holderOfGrant({ id }: Pick<GrantRecord, 'id'>): string {
  return `oauth-grant:${id}`;
}

/** Where in the vault a refresh token is. */
export function placeOfGrant(
  grant: Pick<GrantRecord, 'id' | 'orgId'>,
  version: number,
): SecretPlace {
  return {
    ...{ orgId: grant.orgId, holder: holderOfGrant(grant) },
    ...{ field: 'refreshToken', version },
  };
}

/** Under what the access token of an account is kept, and with whom it is forgotten. */
export function tokenOfGrant(grant: Pick<GrantRecord, 'id' | 'orgId'>): {
  id: TokenId;
  owner: { credentialId: string; version: number };
} {
  const key = createHash('sha256').update(`grant ${grant.id}`).digest('hex');
  return {
    id: { orgId: grant.orgId, key },
    owner: { credentialId: holderOfGrant(grant), version: 1 },
  };
}
