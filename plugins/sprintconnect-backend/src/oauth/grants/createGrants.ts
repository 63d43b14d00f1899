import { withSignal } from '@sprintconnect/plugin-sprintconnect-common';
import type { AuthorizationServer } from 'oauth4webapi';
import type { AccessToken, Prune, Tx } from '../../ports';
import { coversUrl } from '../metadata/coversUrl';
import { loadOauth } from '../metadata/loadOauth';
import { authOf } from './askAsOwnClient';
import { beginLogin, type BegunLogin } from './beginLogin';
import { finishLogin } from './finishLogin';
import { forgetGrant } from './forgetGrant';
import type { GrantDeps, Person } from './GrantDeps';
import type { GrantOwner, GrantRecord } from './GrantStore';
import { placeOfGrant, tokenOfGrant } from './placeOfGrant';
import { renewGrant } from './renewGrant';

const USED_EVERY_MS = 60_000;
const REVOKE_MS = 5_000;

/** Accounts that people have connected to servers. */
export interface Grants {
  /** See {@link beginLogin}. */
  begin(
    begun: { person: Person; server: { id: string; url: string } },
    signal: AbortSignal,
  ): Promise<BegunLogin>;
  /** See {@link finishLogin}. */
  finish(
    finished: Parameters<typeof finishLogin>[1],
    signal: AbortSignal,
  ): Promise<GrantRecord>;
  /** Those of a person, youngest first. */
  list(person: Person): Promise<GrantRecord[]>;
  /**
   * The token of a person for a server, or undefined where they have connected no account, or connected it to another address. Throws an
   * `OauthError`, `login-ended` where they have to connect it again.
   */
  token(
    wanted: GrantOwner & { serverUrl: string },
    options?: { signal?: AbortSignal; refused?: number },
  ): Promise<AccessToken | undefined>;
  /**
   * Forgets an account, and then revokes it where that can be done (RFC 7009). Undefined where this person has no such account.
   */
  disconnect(
    what: Person & { id: string },
    record: (tx: Tx, grant: GrantRecord) => Promise<void>,
  ): Promise<{ grant: GrantRecord; isRevoked: boolean } | undefined>;
  prune: Prune;
}

export function createGrants(deps: GrantDeps): Grants {
  const { clock, database, flows, grants, tokens, vault } = deps;
  return {
    begin: (begun, signal) => beginLogin(deps, begun, signal),
    finish: (finished, signal) => finishLogin(deps, finished, signal),
    list: person => grants.list(person),
    async token({ serverUrl, ...owner }, { signal, refused } = {}) {
      const grant = await grants.findOf(owner);
      if (!grant || !isFor(grant, serverUrl)) return undefined;
      const token = await tokens.get(
        {
          ...{ ...tokenOfGrant(grant), refused },
          ask: asking => renewGrant(deps, grant, asking),
        },
        signal,
      );
      const at = clock.now();
      const unlessSince = new Date(at.getTime() - USED_EVERY_MS);
      if (!grant.lastUsedAt || grant.lastUsedAt < unlessSince) {
        await grants.touch(grant, { at, unlessSince });
      }
      return token;
    },
    async disconnect(what, record) {
      const found = (await grants.list(what)).find(({ id }) => id === what.id);
      if (!found) return undefined;
      const refreshToken = found.renews
        ? await vault
            .open(placeOfGrant(found, found.version))
            .catch(() => undefined)
        : undefined;
      const grant = await database.transaction(async tx => {
        const locked = await grants.lock(tx, what);
        if (!locked) return undefined;
        await forgetGrant(deps, tx, locked);
        await record(tx, locked);
        return locked;
      });
      if (!grant) return undefined;
      const isRevoked = await revoke(deps, grant, refreshToken);
      return { grant, isRevoked };
    },
    prune: limit => flows.prune({ now: clock.now(), limit }),
  };
}

/** An account is for the address to which it was connected, and what is below the resource that its tokens are for. */
function isFor({ plan }: GrantRecord, serverUrl: string): boolean {
  return coversUrl(new URL(plan.resource), new URL(serverUrl));
}

/** As far as it can be done: the account is gone here, whatever comes of it. */
async function revoke(
  deps: GrantDeps,
  grant: GrantRecord,
  token: string | undefined,
): Promise<boolean> {
  const { plan } = grant;
  if (token === undefined || !plan.revocationEndpoint) return false;
  const oauth = loadOauth();
  try {
    return await withSignal({ timeoutMs: REVOKE_MS }, async signal => {
      const { auth } = await authOf(deps, grant, signal);
      const response = await oauth.revocationRequest(
        {
          issuer: plan.issuer,
          revocation_endpoint: plan.revocationEndpoint,
        } as AuthorizationServer,
        { client_id: plan.client.clientId },
        auth,
        token,
        {
          additionalParameters: { token_type_hint: 'refresh_token' },
          [oauth.customFetch]: deps.egress.fetch(),
          [oauth.allowInsecureRequests]: true,
          signal,
        },
      );
      await response.body?.cancel();
      return response.status === 200;
    });
  } catch {
    return false;
  }
}
