import { OauthError } from '../../ports';
import type { Asked } from '../tokens/TokenTurns';
import { askAsOwnClient } from './askAsOwnClient';
import type { GrantDeps } from './GrantDeps';
import type { GrantRecord } from './GrantStore';
import { holderOfGrant, placeOfGrant } from './placeOfGrant';

/**
 * Gets another access token by the refresh token (RFC 6749, section 6), whose turn it is to ask. Where the authorization server gives another
 * refresh token, both are kept in one transaction; where it says `invalid_grant`, the account has ended. Whatever else fails leaves the
 * account as it is.
 *
 * Throws an {@link OauthError}, and what opening a secret throws.
 *
 * @param owner - Finds the account anew, because another instance may have renewed it since.
 */
export async function renewGrant(
  deps: GrantDeps,
  known: GrantRecord,
  signal: AbortSignal,
): Promise<Asked> {
  const { grants, vault } = deps;
  const grant = await grants.findOf(known);
  if (!grant || grant.id !== known.id || grant.endedAt) throw loginEnded(known);
  if (!grant.renews) return endGrant(deps, grant);
  const { orgId, plan, version } = grant;
  const refreshToken = await vault.open(placeOfGrant(grant, version), signal);
  const given = await askAsOwnClient(
    deps,
    {
      ...{ orgId, plan, grantType: 'refresh_token' },
      parameters: { refresh_token: refreshToken },
      secrets: [refreshToken],
    },
    signal,
  ).catch(async error => {
    const isOver =
      error instanceof OauthError && error.said === 'invalid_grant';
    if (!isOver) throw error;
    return endGrant(deps, grant);
  });
  const next = given.refreshToken;
  if (next === undefined || next === refreshToken) return { given };
  const sealed = await vault.seal(placeOfGrant(grant, version + 1), next);
  return {
    given,
    keep: async tx => {
      if (!(await grants.rotate(tx, grant))) return;
      await vault.keep(tx, sealed);
      const holder = holderOfGrant(grant);
      await vault.destroy(tx, { orgId, holder, belowVersion: version + 1 });
    },
  };
}

/** Notes that the account gives no tokens any more, tells the person once, and throws. */
async function endGrant(deps: GrantDeps, grant: GrantRecord): Promise<never> {
  const { clock, database, grants, vault } = deps;
  await database.transaction(async tx => {
    const isFirst = await grants.end(tx, grant, clock.now());
    if (!isFirst) return;
    const { orgId } = grant;
    await vault.destroy(tx, { orgId, holder: holderOfGrant(grant) });
    await deps.onEnded?.(tx, grant);
  });
  throw loginEnded(grant);
}

export function loginEnded({ plan }: GrantRecord): OauthError {
  return new OauthError(
    'login-ended',
    `${plan.issuer} ended the login of your account. Connect it again`,
    { said: 'invalid_grant' },
  );
}
