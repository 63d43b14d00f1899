import * as jose from 'jose';
import { Provider } from 'oidc-provider';
import type { OwnAddresses } from '../grants/ownClient';
import { clientDocument } from '../grants/ownClient';
import { listenAsIssuer, tokensFor } from './listenAsIssuer';

/**
 * A real authorization server (oidc-provider) until the test is over, at which people log in: it registers clients, reads their documents where
 * it is told to, rotates refresh tokens, ends a login whose refresh token is used twice, and gives JWT access tokens for one resource.
 */
export async function startLoginProvider(options: {
  resource: string;
  addresses: OwnAddresses;
  readsDocuments?: boolean;
  clients?: object[];
}) {
  const { server, issuer } = await listenAsIssuer();
  const keys = await jose.generateKeyPair('RS256', { extractable: true });
  const jwk = await jose.exportJWK(keys.privateKey);
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...jwk, alg: 'RS256', kid: 'as', use: 'sig' }] },
    cookies: { keys: ['of-a-test'] },
    clients: options.clients ?? [],
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    features: {
      devInteractions: { enabled: true },
      registration: { enabled: true },
      revocation: { enabled: true },
      ...(options.readsDocuments && {
        clientIdMetadataDocument: {
          enabled: true,
          ack: 'draft-02',
          allowFetch: () => true,
        },
      }),
      resourceIndicators: tokensFor([options.resource], 'RS256'),
    },
    scopes: ['openid', 'offline_access', 'read', 'write'],
    rotateRefreshToken: true,
    issueRefreshToken: () => true,
    fetch: async () =>
      new Response(JSON.stringify(clientDocument(options.addresses)), {
        headers: { 'content-type': 'application/json' },
      }),
  });
  server.on('request', provider.callback());
  return { issuer, server };
}

/** Goes as a browser through the pages of the login, as somebody who is `ada` by default, and gives where it is sent back to. */
export async function logIn(
  url: string,
  redirectUri: string,
  { refuses = false, as = 'ada' } = {},
): Promise<URL> {
  const cookies = new Map<string, string>();
  let next = url;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 15; step++) {
    const response = await fetch(next, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(each => each.join('=')).join('; ') },
      ...(form && { body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0].split('=');
      cookies.set(name, value);
    }
    form = undefined;
    const location = response.headers.get('location');
    const page = await response.text();
    if (location) {
      next = new URL(location, next).href;
      if (next.startsWith(redirectUri)) return new URL(next);
      continue;
    }
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (!prompt)
      throw new Error(`HTTP ${response.status}: ${page.slice(0, 2_000)}`);
    if (refuses) {
      next = `${next}/abort`;
      continue;
    }
    form = new URLSearchParams({ prompt, login: as, password: 'x' });
  }
  throw new Error('The login did not come to an end');
}
