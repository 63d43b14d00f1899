import type { Tx } from '../../ports';
import type { GrantDeps } from './GrantDeps';
import type { GrantRecord } from './GrantStore';
import { holderOfGrant, tokenOfGrant } from './placeOfGrant';

/** Deletes an account with all its tokens. */
export async function forgetGrant(
  { grants, tokens, vault }: Pick<GrantDeps, 'grants' | 'tokens' | 'vault'>,
  tx: Tx,
  grant: GrantRecord,
): Promise<void> {
  await grants.delete(tx, grant);
  await forgetTokens({ tokens, vault }, tx, grant);
}

/** Deletes its tokens alone. */
export async function forgetTokens(
  { tokens, vault }: Pick<GrantDeps, 'tokens' | 'vault'>,
  tx: Tx,
  grant: GrantRecord,
): Promise<void> {
  const { orgId } = grant;
  await vault.destroy(tx, { orgId, holder: holderOfGrant(grant) });
  const { owner } = tokenOfGrant(grant);
  await tokens.forget(tx, { orgId, credentialId: owner.credentialId });
}
