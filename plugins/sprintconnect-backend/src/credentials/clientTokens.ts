import { CredentialError, type Presented, type TokenSource } from '../ports';
import type { OfPersons } from './accounts';
import type { CredentialDeps } from './CredentialDeps';
import { presentedToken } from './kinds/presentedBy';
import type { GivenCredential } from './kinds/SealedContent';

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

/** How one try of a request is made. */
export interface Showing {
  url: URL;
  signal?: AbortSignal;
  /** Of the token that was refused. */
  stamp?: number;
  /** Which try of the request it is. */
  tries: number;
}

/** The token of a client. Undefined where a younger one is asked for and cannot be had. */
export async function showToken(
  deps: Pick<CredentialDeps, 'tokens' | 'vault'>,
  opened: Opened & { given: OauthClient },
  { url, signal, stamp, tries }: Showing,
): Promise<Presented | undefined> {
  const { given, version, orgId, environment, credentialId } = opened;
  const client = clientOf(deps, { orgId, environment, given, url });
  const { text, stamp: got } = await tokensOf(deps).clientToken(
    { ...client, credentialId, version },
    { signal, ...(stamp !== undefined && { refused: stamp }) },
  );
  // The same one again would be refused again.
  if (stamp !== undefined && got === stamp) return undefined;
  return {
    ...presentedToken(text),
    words: `version ${version}`,
    attempt: {
      version,
      tries,
      // A token that was got because another was refused is the last of its version.
      ...(stamp === undefined && { tokenStamp: got }),
    },
  };
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
    openSecret: async within =>
      typeof secret === 'object'
        ? vault.resolve(secret.ref, { orgId }, within)
        : (secret ?? ''),
    serverUrl: url.href,
    issuer: given.issuer,
    tokenEndpoint: given.tokenEndpoint,
    scopes: given.scopes,
    resource: given.resource ?? 'send',
    audience: given.audience,
  };
}
