import { withSignal } from '@sprintconnect/plugin-sprintconnect-common';
import {
  OauthError,
  type ClientCredentials,
  type Clock,
  type Egress,
} from '../../ports';
import { askForToken, type GivenToken } from '../client/askForToken';
import { clientAuthOf } from '../client/clientAuthOf';
import type { Metadata } from '../metadata/createMetadata';
import { secureUrlOf } from '../metadata/secureUrlOf';

/** What a token is asked with. */
export interface TokenRequestDeps {
  egress: Egress;
  clock: Clock;
  metadata: Metadata;
}

/** For one question, with all that is read for it. */
export const ASK_MS = 10_000;

/** A client, without what tells its kept tokens from those of others. */
export type Asker = Omit<ClientCredentials, 'credentialId' | 'version'>;

/**
 * Asks for a token of the client itself (RFC 6749, section 4.4) for one server (RFC 8707). Throws an {@link OauthError}, what opening the
 * secret throws, and the reason of the signal.
 */
async function requestToken(
  deps: TokenRequestDeps,
  client: Asker,
  signal: AbortSignal,
): Promise<GivenToken> {
  const { server, resource } = await placeOf(deps, client);
  const { authentication, clientId, scopes = [], audience } = client;
  const parameters = new URLSearchParams();
  if (scopes.length > 0) parameters.set('scope', scopes.join(' '));
  if (client.resource === 'send') parameters.set('resource', resource);
  if (audience) parameters.set('audience', audience);
  const secret = await client.openSecret(signal);
  const { orgId, environment } = client;
  return askForToken(
    deps.egress.for({ orgId, environment }),
    {
      server,
      clientId,
      authenticate: clientAuthOf({ authentication, secret }, deps.clock),
      grantType: 'client_credentials',
      parameters,
      secrets: [secret, `${clientId}:${secret}`, formOf(clientId, secret)],
    },
    signal,
  );
}

/** Where the token is got, and for what. */
async function placeOf({ metadata }: TokenRequestDeps, client: Asker) {
  const { issuer, tokenEndpoint, serverUrl } = client;
  const url = new URL(serverUrl);
  url.hash = '';
  const resource = url.href;
  if (tokenEndpoint !== undefined) {
    const server = {
      issuer: issuer ?? tokenEndpoint,
      token_endpoint: tokenEndpoint,
    };
    return { server, resource };
  }
  if (issuer !== undefined) {
    return { server: await metadata.issuerOf(client, issuer), resource };
  }
  const said = await metadata.resourceOf(
    client,
    secureUrlOf(url.href, 'The server'),
  );
  if (said.issuers.length > 1) {
    throw new OauthError(
      'authorization-server-invalid',
      `${url.origin} trusts several authorization servers. Name the issuer in the credential: ${said.issuers.slice(0, 5).join(', ')}`,
    );
  }
  const server = await metadata.issuerOf(client, said.issuers[0]);
  return { server, resource: said.resource };
}

/** As {@link requestToken}, within {@link ASK_MS}. */
export function requestInTime(
  deps: TokenRequestDeps,
  client: Asker,
  signal: AbortSignal,
): Promise<GivenToken> {
  return withSignal(
    { sources: [signal], timeoutMs: ASK_MS },
    async (inTime, tied) => {
      try {
        return await requestToken(deps, client, inTime);
      } catch (error) {
        if (!tied.isLate) throw error;
        throw new OauthError(
          'authorization-server-unavailable',
          `The authorization server gave no token within ${ASK_MS / 1000} s`,
        );
      }
    },
  );
}

/** As `client_secret_basic` sends them (RFC 6749, section 2.3.1), before base64. */
function formOf(clientId: string, secret: string): string {
  const encode = (text: string) =>
    new URLSearchParams({ _: text }).toString().slice(2);
  return `${encode(clientId)}:${encode(secret)}`;
}
