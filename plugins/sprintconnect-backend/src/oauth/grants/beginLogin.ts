import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { AuthorizationServer } from 'oauth4webapi';
import { OauthError } from '../../ports';
import type { ProtectedResource } from '../metadata/findResource';
import { secureUrlOf } from '../metadata/secureUrlOf';
import type { GrantDeps, Person } from './GrantDeps';
import type { GrantPlan } from './GrantPlan';
import { ownClient } from './ownClient';

/** From the link to the way back. */
export const LOGIN_MS = 10 * 60_000;
const STATE_BYTES = 32;

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
 * Throws an {@link OauthError}.
 */
export async function beginLogin(
  deps: GrantDeps,
  begun: { person: Person; server: { id: string; url: string } },
  signal: AbortSignal,
): Promise<BegunLogin> {
  const { clock, flows } = deps;
  const { person } = begun;
  const { plan, authorizationEndpoint } = await planLogin(deps, begun, signal);
  const state = randomBytes(STATE_BYTES).toString('base64url');
  const expiresAt = new Date(clock.now().getTime() + LOGIN_MS);
  await flows.begin({ ...person, state, plan, expiresAt });
  const url = new URL(authorizationEndpoint);
  const challenge = createHash('sha256')
    .update(verifierOf(deps.secret, state))
    .digest('base64url');
  const parameters = {
    response_type: 'code',
    client_id: plan.client.clientId,
    redirect_uri: plan.redirectUri,
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...(plan.scopes.length > 0 && { scope: plan.scopes.join(' ') }),
    ...(plan.sendsResource && { resource: plan.resource }),
  };
  for (const [name, value] of Object.entries(parameters)) {
    url.searchParams.set(name, value);
  }
  return { url: url.href, expiresAt };
}

/** The verifier of PKCE is made of the state and a secret of ours, so that it is kept nowhere. Pure. */
export function verifierOf(secret: Buffer, state: string): string {
  return createHmac('sha256', secret)
    .update(`pkce ${state}`)
    .digest('base64url');
}

async function planLogin(
  deps: GrantDeps,
  { person, server }: { person: Person; server: { id: string; url: string } },
  signal: AbortSignal,
): Promise<{ plan: GrantPlan; authorizationEndpoint: URL }> {
  const { metadata, settings, addresses } = deps;
  const said = await metadata.resourceOf(secureUrlOf(server.url, 'The server'));
  const issuer = await metadata.issuerOf(chosenIssuer(deps, said));
  const authorizationEndpoint = secureUrlOf(
    issuer.authorization_endpoint,
    `The login page of ${issuer.issuer}`,
  );
  requirePkce(issuer);
  const client = await ownClient(
    deps,
    { server: issuer, orgId: person.orgId },
    signal,
  );
  const configured = settings.clients.find(
    each => each.issuer === issuer.issuer,
  );
  return {
    authorizationEndpoint,
    plan: {
      ...{ serverId: server.id, serverUrl: server.url, client },
      resource: said.resource,
      sendsResource: configured?.resource !== 'omit',
      issuer: issuer.issuer,
      tokenEndpoint: String(issuer.token_endpoint),
      ...(issuer.revocation_endpoint && {
        revocationEndpoint: issuer.revocation_endpoint,
      }),
      namesIssuer:
        issuer.authorization_response_iss_parameter_supported === true,
      redirectUri: addresses.redirectUri,
      scopes: configured?.scopes ?? scopesOf(said, issuer),
    },
  };
}

/** One that the configuration knows, else the first. */
function chosenIssuer(
  { settings }: GrantDeps,
  { issuers }: ProtectedResource,
): string {
  const known = settings.clients.find(({ issuer }) => issuers.includes(issuer));
  return known?.issuer ?? issuers[0];
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
