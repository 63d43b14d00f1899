import * as jose from 'jose';
import { Provider } from 'oidc-provider';
import { listenAsIssuer, tokensFor } from './listenAsIssuer';

/** With characters that RFC 6749, section 2.3.1, has written otherwise in the header. */
export const ODD_ID = 'robot: one+two';
export const ODD_SECRET = 'p@ss word:100%+/~';
const OF_CLIENTS = {
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  id_token_signed_response_alg: 'ES256',
};

/**
 * A real authorization server (oidc-provider) until the test is over, with a client for each way to log in and JWT access tokens
 * (RFC 9068) for the resources that it knows (RFC 8707).
 */
export async function startProvider(resources: readonly string[]) {
  const { server, issuer } = await listenAsIssuer();
  const own = await jose.generateKeyPair('ES256', { extractable: true });
  const ofClient = await jose.generateKeyPair('ES256', { extractable: true });
  const publicKey = await jose.exportJWK(ofClient.publicKey);
  const configuration = {
    jwks: {
      keys: [
        {
          ...(await jose.exportJWK(own.privateKey)),
          ...{ alg: 'ES256', kid: 'as', use: 'sig' },
        },
      ],
    },
    cookies: { keys: ['of-a-test'] },
    clientAuthMethods: [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
    ],
    clients: [
      {
        ...OF_CLIENTS,
        client_id: ODD_ID,
        client_secret: ODD_SECRET,
        token_endpoint_auth_method: 'client_secret_basic',
      },
      {
        ...OF_CLIENTS,
        client_id: 'posts',
        client_secret: ODD_SECRET,
        token_endpoint_auth_method: 'client_secret_post',
      },
      {
        ...OF_CLIENTS,
        client_id: 'signs',
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [{ ...publicKey, kid: 'k1', alg: 'ES256', use: 'sig' }] },
      },
    ],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: tokensFor(resources, 'ES256'),
    },
    scopes: ['read', 'write'],
  };
  const provider = inThisRealm(() => new Provider(issuer, configuration));
  server.on('request', provider.callback());
  return { issuer, privateKey: await jose.exportPKCS8(ofClient.privateKey) };
}

/**
 * Node's own `structuredClone` gives objects that are of another realm than those of a test of Jest, and that the provider so takes for
 * none.
 */
function inThisRealm<T>(make: () => T): T {
  const clone = jest
    .spyOn(globalThis, 'structuredClone')
    .mockImplementation(value => JSON.parse(JSON.stringify(value)));
  try {
    return make();
  } finally {
    clone.mockRestore();
  }
}
