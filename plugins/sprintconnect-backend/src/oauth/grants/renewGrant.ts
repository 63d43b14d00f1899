import { jobContext, OauthError, type PersonLogin, type Tx } from '../../ports';
import type { Asked } from '../tokens/TokenTurns';
import { askAsOwnClient } from './askAsOwnClient';
import { ACCOUNT_ENDED_JOB, type GrantDeps } from './GrantDeps';
import type { GrantRecord } from './GrantStore';
import { holderOfGrant, placeOfGrant } from './placeOfGrant';

/**
 * Gets another access token by the refresh token (RFC 6749, section 6), whose turn it is to ask. Where the authorization server gives another
 * refresh token, both are kept in one transaction; where it says `invalid_grant`, the account has ended. Whatever else fails leaves the
 * account as it is.
 *
 * Throws an {@link OauthError}, and what opening a secret throws.
 *
 * @param known - The account is read anew, because another instance may have renewed it since.
 */
export async function renewGrant(
  deps: GrantDeps,
  { grant: known, login }: { grant: GrantRecord; login: PersonLogin },
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
      ...{ login, plan, grantType: 'refresh_token' },
      parameters: { refresh_token: refreshToken },
      secrets: [refreshToken],
    },
    signal,
  ).catch(async error => {
    // What a failing server says of the account is no word of it.
    const isOver =
      error instanceof OauthError &&
      error.code === 'client-refused' &&
      error.said === 'invalid_grant';
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
  const { clock, database, grants } = deps;
  const isFirst = await database.transaction(async tx => {
    const ended = await grants.end(tx, grant, clock.now());
    if (ended) await tellEnd(deps, tx, grant);
    return ended;
  });
  const now = isFirst ? undefined : await grants.findOf(grant);
  if (now && !now.endedAt && now.id === grant.id) {
    throw new OauthError(
      'authorization-server-unavailable',
      'Another instance renewed the login meanwhile. Try again',
    );
  }
  throw loginEnded(grant);
}

async function tellEnd(
  { audit, jobs, outbox, vault }: GrantDeps,
  tx: Tx,
  grant: GrantRecord,
): Promise<void> {
  const { id, orgId, userRef, serverId, plan } = grant;
  await vault.destroy(tx, { orgId, holder: holderOfGrant(grant) });
  const ctx = jobContext({ id, kind: 'renew-account', orgId });
  await audit.record(tx, ctx, {
    action: 'connection-end',
    target: { type: 'server', id: serverId },
    outcome: 'success',
    meta: { connectionId: id, user: userRef, issuer: plan.issuer },
  });
  await outbox.add(tx, { type: 'connection.changed', orgId, serverId });
  await jobs.enqueue(tx, {
    kind: ACCOUNT_ENDED_JOB,
    orgId,
    payload: { connectionId: id, userRef, serverId },
    key: id,
  });
}

export function loginEnded({ plan }: GrantRecord): OauthError {
  return new OauthError(
    'login-ended',
    `${plan.issuer} ended the login of your account. Connect it again`,
    { said: 'invalid_grant' },
  );
}
