import type { AuthorizationServer } from 'oauth4webapi';
import { v7 as uuid } from 'uuid';
import {
  OauthError,
  type Person,
  type PersonLogin,
  type Tx,
} from '../../ports';
import type { GivenToken } from '../client/askForToken';
import { loadOauth } from '../metadata/loadOauth';
import { askAsOwnClient } from './askAsOwnClient';
import { verifierOf } from './beginLogin';
import { forgetGrant } from './forgetGrant';
import type { GrantDeps } from './GrantDeps';
import type { GrantPlan } from './GrantPlan';
import type { GrantRecord } from './GrantStore';
import { isForLogin } from './isForLogin';
import { placeOfGrant, tokenOfGrant } from './placeOfGrant';

/** What an authorization server may say went wrong (RFC 6749, section 4.1.2.1). */
const CODE = /^[a-z_]{1,60}$/;

/**
 * Finishes the login that this person began, with what the authorization server sent them back with: `state` is theirs and used once, `iss` is
 * the issuer (RFC 9207), and the code is exchanged with the verifier (RFC 7636). What they had connected at this server before ends.
 *
 * Throws an {@link OauthError}; nothing is connected then.
 *
 * @param finished - `record`: writes in the transaction that connects the account.
 */
export async function finishLogin(
  deps: GrantDeps,
  finished: {
    person: Person;
    /** As the server is logged in to now. */
    login: PersonLogin;
    answer: URLSearchParams;
    record(tx: Tx, grant: GrantRecord): Promise<void>;
  },
  signal: AbortSignal,
): Promise<GrantRecord> {
  const { clock, flows, vault } = deps;
  const { person, login, answer } = finished;
  const state = answer.get('state') ?? '';
  const plan = await flows.take({ ...person, state, now: clock.now() });
  if (!plan) throw notBegun();
  if (!isForLogin(plan, login)) throw changedSince();
  const code = codeIn(answer, plan, state);
  const given = await askAsOwnClient(
    deps,
    {
      ...{ login, plan, grantType: 'authorization_code' },
      parameters: {
        code,
        redirect_uri: plan.redirectUri,
        code_verifier: verifierOf(deps.secret, state),
      },
      secrets: [code],
    },
    signal,
  ).catch(async error => {
    await forgetRefused(deps, { login, plan }, error);
    throw error;
  });
  const grant = grantOf(person, { plan, given, at: clock.now() });
  const sealed =
    given.refreshToken === undefined
      ? undefined
      : await vault.seal(placeOfGrant(grant, 1), given.refreshToken);
  await deps.tokens.put({
    ...tokenOfGrant(grant),
    ask: async () => ({
      given,
      keep: async tx => {
        const { serverId } = grant;
        const before = await deps.grants.lock(tx, { ...person, serverId });
        if (before) await forgetGrant(deps, tx, before);
        await deps.grants.insert(tx, grant);
        if (sealed) await vault.keep(tx, sealed);
        await finished.record(tx, grant);
      },
    }),
  });
  return grant;
}

/** A registration that the authorization server no longer knows is no use to the next login either. */
async function forgetRefused(
  { clients, database }: GrantDeps,
  { login, plan }: { login: PersonLogin; plan: GrantPlan },
  error: unknown,
): Promise<void> {
  const isUnknown =
    error instanceof OauthError &&
    error.code === 'client-refused' &&
    error.said === 'invalid_client';
  if (!isUnknown || plan.client.by !== 'registration') return;
  const { named: issuer, redirectUri } = plan;
  await database.transaction(tx =>
    clients.forget(tx, login.orgId, { issuer, redirectUri }),
  );
}

function grantOf(
  { orgId, userRef }: Person,
  { plan, given, at }: { plan: GrantPlan; given: GivenToken; at: Date },
): GrantRecord {
  return {
    ...{ id: uuid(), orgId, userRef, serverId: plan.serverId, plan },
    scopes: given.scopes ?? plan.scopes,
    version: 1,
    renews: given.refreshToken !== undefined,
    connectedAt: at,
  };
}

function codeIn(answer: URLSearchParams, plan: GrantPlan, state: string) {
  const oauth = loadOauth();
  const server = {
    issuer: plan.issuer,
    authorization_response_iss_parameter_supported: plan.namesIssuer,
  } as AuthorizationServer;
  try {
    const client = { client_id: plan.client.clientId };
    const valid = oauth.validateAuthResponse(server, client, answer, state);
    const code = valid.get('code');
    if (code) return code;
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) {
      throw refusedBy(plan, error.error);
    }
  }
  throw new OauthError(
    'login-refused',
    `What came back is no answer of ${plan.issuer} to this login. Begin again`,
  );
}

function refusedBy({ issuer }: GrantPlan, said: string): OauthError {
  const code = CODE.test(said) ? said : 'error';
  return new OauthError(
    'login-refused',
    code === 'access_denied'
      ? `The login was refused at ${issuer}. Nothing is connected`
      : `${issuer} didn't log you in (${code}). Nothing is connected`,
    { said: code },
  );
}

function changedSince(): OauthError {
  return new OauthError(
    'login-refused',
    'How people log in to this server was changed since you began. Begin again',
  );
}

/** The same for a login that nobody began, that somebody else did, and that is over. */
export function notBegun(): OauthError {
  return new OauthError(
    'login-unknown',
    "You didn't begin this login, or it is over. Begin again, with the same account of the portal",
  );
}
