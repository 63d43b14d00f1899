import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { AuthorizationServer } from 'oauth4webapi';
import { OauthError, type Person, type PersonLogin } from '../../ports';
import type { ProtectedResource } from '../metadata/findResource';
import { secureUrlOf } from '../metadata/secureUrlOf';
import type { GrantDeps } from './GrantDeps';
import type { GrantPlan } from './GrantPlan';
import { knownClient } from './knownClient';
import { configuredFor } from './ownClient';
import { isSameIssuer } from '../metadata/findIssuer';
import { TooManyLoginsError } from './TooManyLoginsError';

/** From the link to the way back. */
export const LOGIN_MS = 10 * 60_000;
const STATE_BYTES = 32;
/** That one person may have begun and not finished. */
const LOGINS_MAX = 10;

/** A login that a person is to go on with elsewhere. */
export interface BegunLogin {
  /** Where the authorization server asks them. For this person alone. */
  url: string;
  expiresAt: Date;
}

/**
 * Begins the login of a person with a server: authorization code with PKCE S256 (RFC 7636), `state`, and `resource` (RFC 8707). Asks the
 * server whom it trusts, and keeps nothing but what is needed on the way back, for ten minutes.
 *
 * Throws an {@link OauthError}, and a {@link TooManyLoginsError} before anybody is asked.
 */
export async function beginLogin(
  deps: GrantDeps,
  begun: { person: Person; login: PersonLogin },
  signal: AbortSignal,
): Promise<BegunLogin> {
  const { clock, flows } = deps;
  const { person, login } = begun;
  const now = clock.now();
  const fullUntil = await flows.fullUntil(person, { max: LOGINS_MAX, now });
  if (fullUntil) throw new TooManyLoginsError(LOGINS_MAX, fullUntil);
  const state = randomBytes(STATE_BYTES).toString('base64url');
  const expiresAt = new Date(now.getTime() + LOGIN_MS);
  const challenge = createHash('sha256')
    .update(verifierOf(deps.secret, state))
    .digest('base64url');
  const { server, authorizationEndpoint, ...planned } = await planLogin(
    deps,
    login,
  );
  const urlFor = (clientId: string) =>
    loginUrl(authorizationEndpoint, { ...planned, clientId, state, challenge });
  const client = await knownClient(
    deps,
    { server, login, named: planned.named, urlFor },
    signal,
  );
  const plan = { ...planned, client };
  await flows.begin({ ...person, state, plan, expiresAt });
  return { url: urlFor(client.clientId), expiresAt };
}

/** Where the person goes (RFC 6749, section 4.1.1; RFC 7636, section 4.3; RFC 8707, section 2). Pure. */
function loginUrl(
  endpoint: URL,
  asked: Omit<GrantPlan, 'client'> & {
    clientId: string;
    state: string;
    challenge: string;
  },
): string {
  const url = new URL(endpoint);
  const parameters = {
    response_type: 'code',
    client_id: asked.clientId,
    redirect_uri: asked.redirectUri,
    state: asked.state,
    code_challenge: asked.challenge,
    code_challenge_method: 'S256',
    ...(asked.scopes.length > 0 && { scope: asked.scopes.join(' ') }),
    ...(asked.sendsResource && { resource: asked.resource }),
  };
  for (const [name, value] of Object.entries(parameters)) {
    url.searchParams.set(name, value);
  }
  return url.href;
}

/** The verifier of PKCE is made of the state and a secret of ours, so that it is kept nowhere. Pure. */
export function verifierOf(secret: Buffer, state: string): string {
  return createHmac('sha256', secret)
    .update(`pkce ${state}`)
    .digest('base64url');
}

/** With whom, and for what. */
async function planLogin(
  { metadata, settings, addresses }: GrantDeps,
  login: PersonLogin,
): Promise<
  Omit<GrantPlan, 'client'> & {
    server: AuthorizationServer;
    authorizationEndpoint: URL;
  }
> {
  const said = await metadata.resourceOf(
    login,
    secureUrlOf(login.serverUrl, 'The server'),
  );
  const named = chosenIssuer(settings, login, said);
  const exception = exceptionFor(login, named);
  const server = await metadata.issuerOf(login, named, exception?.says);
  const authorizationEndpoint = secureUrlOf(
    server.authorization_endpoint,
    `The login page of ${named}`,
  );
  requirePkce(server);
  const configured = configuredFor(settings, named);
  const sends = login.resource ?? configured?.resource ?? 'send';
  return {
    ...{ server, authorizationEndpoint, named },
    ...{ serverId: login.serverId, serverUrl: login.serverUrl },
    ...{ resource: said.resource, sendsResource: sends === 'send' },
    issuer: server.issuer,
    ...(exception && { exception }),
    tokenEndpoint: String(server.token_endpoint),
    ...(server.revocation_endpoint && {
      revocationEndpoint: server.revocation_endpoint,
    }),
    namesIssuer: server.authorization_response_iss_parameter_supported === true,
    redirectUri: addresses.redirectUri,
    scopes: [...(login.scopes ?? configured?.scopes ?? scopesOf(said, server))],
  };
}

/** The one that the login wants, where the server names it; else one that the configuration knows, else the first. */
function chosenIssuer(
  settings: GrantDeps['settings'],
  { issuer, serverUrl }: PersonLogin,
  { issuers }: ProtectedResource,
): string {
  if (issuer !== undefined) {
    const wanted = issuers.find(each => isSameIssuer(each, issuer));
    if (wanted !== undefined) return wanted;
    throw new OauthError(
      'authorization-server-invalid',
      `${new URL(serverUrl).origin} doesn't trust the issuer ${issuer} that its credential names. It trusts ${issuers.slice(0, 5).join(', ')}`,
    );
  }
  const known = issuers.find(each => configuredFor(settings, each));
  return known ?? issuers[0];
}

/** The exception, where it is one for this issuer. */
function exceptionFor(
  { issuerException }: PersonLogin,
  named: string,
): PersonLogin['issuerException'] {
  const isIts = issuerException && isSameIssuer(issuerException.named, named);
  return isIts ? issuerException : undefined;
}

/** What the server names, and being renewed where that has to be asked for (OpenID Connect Core, section 11). */
function scopesOf(
  { scopes }: ProtectedResource,
  { scopes_supported: supported }: AuthorizationServer,
): string[] {
  const renewing = supported?.includes('offline_access')
    ? ['offline_access']
    : [];
  return [...new Set([...scopes, ...renewing])];
}

/** MCP 2025-11-25, Authorization Code Protection: without it, clients must not go on. */
function requirePkce(server: AuthorizationServer): void {
  if (server.code_challenge_methods_supported?.includes('S256')) return;
  throw new OauthError(
    'authorization-server-invalid',
    `${server.issuer} doesn't say that it supports PKCE with S256, without which SprintConnect logs nobody in`,
  );
}
