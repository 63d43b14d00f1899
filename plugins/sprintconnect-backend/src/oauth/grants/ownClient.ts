import { createHash } from 'node:crypto';
import type { AuthorizationServer } from 'oauth4webapi';
import {
  OauthError,
  type Clock,
  type Database,
  type Egress,
  type PersonLogin,
  type SecretPlace,
  type SecretVault,
} from '../../ports';
import { loadOauth } from '../metadata/loadOauth';
import { isSameIssuer } from '../metadata/findIssuer';
import { explainEgress, nameOf } from '../metadata/readDocument';
import { secureUrlOf } from '../metadata/secureUrlOf';
import type { OauthClientSettings, OauthSettings } from './OauthSettings';
import type { ClientStore } from './ClientStore';
import type { OwnClient } from './GrantPlan';

const NAME = 'SprintConnect';
const GRANT_TYPES = ['authorization_code', 'refresh_token'];
const LIMITS = {
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 5_000,
  bodyBytesMax: 64 * 1024,
};

/** Where we are. */
export interface OwnAddresses {
  /** Where people come back to after a login. */
  redirectUri: string;
  /** Where our metadata as a client is served. */
  documentUrl: string;
}

export interface OwnClientDeps {
  clock: Clock;
  database: Database;
  egress: Egress;
  vault: SecretVault;
  settings: OauthSettings;
  addresses: OwnAddresses;
  clients: ClientStore;
}

/** What authorization servers read at {@link OwnAddresses.documentUrl} (OAuth Client ID Metadata Document). Pure. */
export function clientDocument({ documentUrl, redirectUri }: OwnAddresses) {
  return {
    client_id: documentUrl,
    ...metadataOf(redirectUri),
    token_endpoint_auth_method: 'none',
  };
}

/** Which authorization server, as it was named, by which it is told from others that only call themselves so; and for which server. */
export interface AskedServer {
  server: AuthorizationServer;
  named: string;
  login: PersonLogin;
}

/** The client that the configuration has for an issuer. Pure. */
export function configuredFor(
  settings: OauthSettings,
  named: string,
): OauthClientSettings | undefined {
  return settings.clients.find(({ issuer }) => isSameIssuer(issuer, named));
}

/**
 * As whom a person logs in with an authorization server: as the client that was given with the server, or that the configuration has; else
 * as one that is registered; else by our document where the authorization server says that it reads such, and takes clients without a
 * secret; else as one that registers now (RFC 7591), once for all people of the organisation.
 *
 * A client that has a secret is used only with the issuer that was named for it, so that no server leads the secret elsewhere.
 *
 * Throws an {@link OauthError}.
 */
export async function ownClient(
  deps: OwnClientDeps,
  asked: AskedServer,
  signal: AbortSignal,
): Promise<OwnClient> {
  const { settings, addresses, clients, clock } = deps;
  const { server, named, login } = asked;
  if (login.client) return clientOfServer(login, named);
  const configured = configuredFor(settings, named);
  if (configured) {
    const { clientId, clientSecret, authentication } = configured;
    return {
      clientId,
      authentication: clientSecret === undefined ? 'none' : authentication,
      by: 'configuration',
    };
  }
  const { orgId } = login;
  const place = { issuer: named, redirectUri: addresses.redirectUri };
  const known = await clients.find(orgId, { ...place, now: clock.now() });
  if (known) return known;
  if (readsDocuments(server, addresses)) {
    const { documentUrl: clientId } = addresses;
    return { clientId, authentication: 'none', by: 'document' };
  }
  if (server.registration_endpoint === undefined) {
    throw new OauthError(
      'authorization-server-invalid',
      `${server.issuer} takes only clients that it knows. Register SprintConnect there, with the redirect URI ${addresses.redirectUri}, and name the client in sprintconnect.oauth.clients`,
    );
  }
  return register(deps, asked, signal);
}

function clientOfServer(
  { client, issuer }: PersonLogin,
  named: string,
): OwnClient {
  const { clientId, authentication } = client!;
  if (authentication !== 'none' && issuer === undefined) {
    throw new OauthError(
      'authorization-server-invalid',
      `The server's client ${clientId} has a secret, which is for one authorization server alone. Name the issuer ${named} in the credential, if it is the one`,
    );
  }
  return { clientId, authentication, by: 'server' };
}

/** Only where it says so: others refuse such an id in front of the person. */
function readsDocuments(
  server: AuthorizationServer,
  { documentUrl }: OwnAddresses,
): boolean {
  const methods = server.token_endpoint_auth_methods_supported as
    string[] | undefined;
  return (
    server.client_id_metadata_document_supported === true &&
    methods?.includes('none') === true &&
    documentUrl.startsWith('https://')
  );
}

function metadataOf(redirectUri: string) {
  return {
    client_name: NAME,
    redirect_uris: [redirectUri],
    grant_types: GRANT_TYPES,
    response_types: ['code'],
  };
}

/** Registers SprintConnect (RFC 7591), in the place of what was registered before. Throws an {@link OauthError}. */
export async function register(
  deps: OwnClientDeps,
  { server, named, login }: AskedServer,
  signal: AbortSignal,
): Promise<OwnClient> {
  const { addresses, clients, clock, database, vault } = deps;
  const { redirectUri } = addresses;
  const { orgId } = login;
  const authentication = methodFor(server);
  const given = await askForClient(
    deps,
    { server, authentication, login },
    signal,
  );
  const own: OwnClient = {
    clientId: given.client_id,
    authentication: given.client_secret === undefined ? 'none' : authentication,
    by: 'registration',
  };
  if (authentication !== own.authentication && authentication !== 'none') {
    throw new OauthError(
      'authorization-server-invalid',
      `${server.issuer} registered SprintConnect without the secret that it wants`,
    );
  }
  const place = { issuer: named, redirectUri };
  const sealed =
    given.client_secret === undefined
      ? undefined
      : await vault.seal(
          placeOfClientSecret(orgId, { ...place, ...own }),
          String(given.client_secret),
        );
  const endsAt = Number(given.client_secret_expires_at ?? 0) * 1000;
  await database.transaction(async tx => {
    await clients.keep(tx, orgId, {
      ...place,
      ...{ own, now: clock.now() },
      ...(endsAt > 0 && { expiresAt: new Date(endsAt) }),
    });
    if (sealed) await vault.keep(tx, sealed);
  });
  return own;
}

/** Without a secret where that is taken: there is nothing to lose then. */
function methodFor(server: AuthorizationServer): OwnClient['authentication'] {
  // RFC 8414, section 2: its default.
  const methods = (server.token_endpoint_auth_methods_supported as
    string[] | undefined) ?? ['client_secret_basic'];
  const ours = ['none', 'client_secret_basic', 'client_secret_post'] as const;
  const method = ours.find(each => methods.includes(each));
  if (method) return method;
  throw new OauthError(
    'authorization-server-invalid',
    `${server.issuer} takes none of the ways to log in as a client that SprintConnect has: ${ours.join(', ')}`,
  );
}

async function askForClient(
  { egress, addresses }: OwnClientDeps,
  asked: {
    server: AuthorizationServer;
    authentication: OwnClient['authentication'];
    login: PersonLogin;
  },
  signal: AbortSignal,
) {
  const oauth = loadOauth();
  const url = secureUrlOf(
    asked.server.registration_endpoint,
    'The registration endpoint',
  );
  try {
    const response = await oauth.dynamicClientRegistrationRequest(
      asked.server,
      {
        ...metadataOf(addresses.redirectUri),
        token_endpoint_auth_method: asked.authentication,
      },
      {
        [oauth.customFetch]: egress.for(asked.login).fetch(LIMITS),
        [oauth.allowInsecureRequests]: true,
        signal,
      },
    );
    return await oauth.processDynamicClientRegistrationResponse(response);
  } catch (error) {
    signal.throwIfAborted();
    const explained = explainEgress(error, url);
    if (explained instanceof OauthError) throw explained;
    throw new OauthError(
      'authorization-server-invalid',
      `${nameOf(url)} doesn't register SprintConnect. Register it there by hand, with the redirect URI ${addresses.redirectUri}, and name the client in sprintconnect.oauth.clients`,
    );
  }
}

/** Where in the vault the secret of a registration is. */
export function placeOfClientSecret(
  orgId: string,
  of: { issuer: string; clientId: string },
): SecretPlace {
  const key = JSON.stringify([of.issuer, of.clientId]);
  const digest = createHash('sha256').update(key).digest('hex');
  return {
    ...{ orgId, holder: `oauth-client:${digest}` },
    ...{ field: 'clientSecret', version: 1 },
  };
}
