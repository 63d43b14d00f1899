import { withSignal } from '@sprintconnect/plugin-sprintconnect-common';
import type { AuthorizationServer } from 'oauth4webapi';
import type { Person, PersonLogin, PersonTokens, Prune, Tx } from '../../ports';
import { loadOauth } from '../metadata/loadOauth';
import { authOf } from './askAsOwnClient';
import { beginLogin, type BegunLogin } from './beginLogin';
import { finishLogin, notBegun } from './finishLogin';
import { forgetGrant } from './forgetGrant';
import type { GrantDeps } from './GrantDeps';
import type { GrantRecord } from './GrantStore';
import { isForLogin } from './isForLogin';
import { placeOfGrant, tokenOfGrant } from './placeOfGrant';
import { loginEnded, renewGrant } from './renewGrant';

const USED_EVERY_MS = 60_000;
const REVOKE_MS = 5_000;

/** Accounts that people have connected to servers. */
export interface Grants extends PersonTokens {
  /** See {@link beginLogin}. */
  begin(
    begun: { person: Person; login: PersonLogin },
    signal: AbortSignal,
  ): Promise<BegunLogin>;
  /** At which server this person began the login that waits for such a state. Throws `login-unknown` where they began none. */
  serverOf(person: Person, state: string): Promise<string>;
  /** See {@link finishLogin}. */
  finish(
    finished: Parameters<typeof finishLogin>[1],
    signal: AbortSignal,
  ): Promise<GrantRecord>;
  /** Those of a person, youngest first. */
  list(person: Person): Promise<GrantRecord[]>;
  /**
   * Forgets an account, and then revokes it where that can be done (RFC 7009). Undefined where this person has no such account.
   */
  disconnect(
    what: Person & { id: string },
    how: {
      /** How people log in to its server now; undefined where they no longer do. */
      loginOf(serverId: string): Promise<PersonLogin | undefined>;
      /** Writes in the transaction that forgets the account. */
      record(tx: Tx, grant: GrantRecord): Promise<void>;
    },
  ): Promise<{ grant: GrantRecord; isRevoked: boolean } | undefined>;
  prune: Prune;
}

export function createGrants(deps: GrantDeps): Grants {
  const { clock, database, flows, grants, tokens, vault } = deps;
  return {
    begin: (begun, signal) => beginLogin(deps, begun, signal),
    finish: (finished, signal) => finishLogin(deps, finished, signal),
    list: person => grants.list(person),
    async serverOf(person, state) {
      const plan = await flows.find({ ...person, state, now: clock.now() });
      if (!plan) throw notBegun();
      return plan.serverId;
    },
    async personToken(person, login, { signal, refused } = {}) {
      if (person.orgId !== login.orgId) return undefined;
      const { orgId, userRef } = person;
      const { serverId } = login;
      const grant = await grants.findOf({ orgId, userRef, serverId });
      if (!grant || !isForLogin(grant.plan, login)) return undefined;
      if (grant.endedAt) throw loginEnded(grant);
      const token = await tokens.get(
        {
          ...{ ...tokenOfGrant(grant), refused },
          ask: asking => renewGrant(deps, { grant, login }, asking),
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
    async forgetServer(tx, server) {
      await flows.forgetServer(tx, server);
      for (const grant of await grants.listOfServer(tx, server)) {
        await forgetGrant(deps, tx, grant);
      }
    },
    async disconnect(what, { loginOf, record }) {
      const found = (await grants.list(what)).find(({ id }) => id === what.id);
      if (!found) return undefined;
      const login = await loginOf(found.serverId);
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
      const isRevoked = await revoke(deps, {
        grant,
        login: login ?? strictest(grant),
        token: refreshToken,
      });
      return { grant, isRevoked };
    },
    prune: limit => flows.prune({ now: clock.now(), limit }),
  };
}

/** The rules of egress that hold where nothing is known of the server any more. */
function strictest({ orgId, serverId, plan }: GrantRecord): PersonLogin {
  return { orgId, serverId, serverUrl: plan.serverUrl };
}

/** As far as it can be done: the account is gone here, whatever comes of it. */
async function revoke(
  deps: GrantDeps,
  what: { grant: GrantRecord; login: PersonLogin; token?: string },
): Promise<boolean> {
  const { grant, login, token } = what;
  const { plan } = grant;
  if (token === undefined || !plan.revocationEndpoint) return false;
  const oauth = loadOauth();
  try {
    return await withSignal({ timeoutMs: REVOKE_MS }, async signal => {
      const { auth } = await authOf(deps, { login, plan }, signal);
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
          [oauth.customFetch]: deps.egress.for(login).fetch(),
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
