import { CredentialError, type Presented, type TokenSource } from '../ports';
import type { OfPersons } from './accounts';
import type { CredentialDeps } from './CredentialDeps';
import type { GivenCredential } from './kinds/SealedContent';
import { askingFor, openerOf, shownToken, type Showing } from './tokens';

type OauthClient = Extract<
  GivenCredential,
  { type: 'oauth-client-credentials' }
>;

/** One version, opened for one request. */
export interface Opened {
  orgId: string;
  environment: string | undefined;
  credentialId: string;
  version: number;
  given: Exclude<GivenCredential, OfPersons>;
}

/** The token of a client. Undefined where a younger one is asked for and cannot be had. */
export async function showToken(
  deps: Pick<CredentialDeps, 'tokens' | 'vault'>,
  opened: Opened & { given: OauthClient },
  showing: Showing,
): Promise<Presented | undefined> {
  const { given, version, orgId, environment, credentialId } = opened;
  const { url } = showing;
  const client = clientOf(deps, { orgId, environment, given, url });
  const token = await tokensOf(deps).clientToken(
    { ...client, credentialId, version },
    askingFor(showing),
  );
  return shownToken(token, showing, { version, words: `version ${version}` });
}

/** Throws where no client can get tokens. */
export function tokensOf({
  tokens,
}: Pick<CredentialDeps, 'tokens'>): TokenSource {
  if (tokens) return tokens;
  throw new CredentialError("OAuth clients aren't supported here");
}

/** The client as the authorization server knows it. Its secret is opened when a token is asked for. */
export function clientOf(
  { vault }: Pick<CredentialDeps, 'vault'>,
  of: Pick<Opened, 'orgId' | 'environment'> & {
    given: OauthClient;
    url: URL;
  },
): Parameters<TokenSource['triedToken']>[0] {
  const { orgId, environment, given, url } = of;
  const { clientAuthentication: method, keyId, algorithm } = given;
  const isKey = method === 'private_key_jwt';
  const secret = isKey ? given.privateKey : given.clientSecret;
  return {
    orgId,
    environment,
    clientId: given.clientId,
    authentication: isKey ? { method, keyId, algorithm } : { method },
    openSecret: openerOf(vault, { orgId, secret: secret ?? '' }),
    serverUrl: url.href,
    issuer: given.issuer,
    tokenEndpoint: given.tokenEndpoint,
    scopes: given.scopes,
    resource: given.resource ?? 'send',
    audience: given.audience,
  };
}
