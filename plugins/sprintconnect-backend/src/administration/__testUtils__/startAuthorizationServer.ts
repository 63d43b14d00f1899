import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import * as jose from 'jose';
import { Provider } from 'oidc-provider';
import { makeCertificate } from './makeCertificate';

const SCOPES = 'mcp:servers:read mcp:capabilities:read';
const shared = {
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  id_token_signed_response_alg: 'ES256',
};

/**
 * A real authorization server (oidc-provider) that gives JWT access tokens (RFC 9068) for a resource: to `agent`, bound
 * to a DPoP key to `dpop`, and bound to its certificate to `mtls`, who comes over TLS.
 */
export async function startAuthorizationServer(resource: string) {
  const keys = await jose.generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await jose.exportJWK(keys.privateKey)), alg: 'ES256' };
  const client = makeCertificate('robot');
  const plain = http.createServer();
  const secure = https.createServer({
    ...makeCertificate('as'),
    requestCert: true,
    rejectUnauthorized: false,
  });
  for (const server of [plain, secure]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  const portOf = (server: http.Server) =>
    (server.address() as AddressInfo).port;
  const issuer = `http://127.0.0.1:${portOf(plain)}`;
  const secret = {
    client_secret: 'secret-of-a-test',
    token_endpoint_auth_method: 'client_secret_post',
  };
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...jwk, kid: 'as', use: 'sig' }] },
    cookies: { keys: ['of-a-test'] },
    clientAuthMethods: ['client_secret_post', 'tls_client_auth'],
    clients: [
      { ...shared, ...secret, client_id: 'agent' },
      {
        ...shared,
        ...secret,
        client_id: 'dpop',
        dpop_bound_access_tokens: true,
      },
      {
        ...shared,
        client_id: 'mtls',
        token_endpoint_auth_method: 'tls_client_auth',
        tls_client_auth_subject_dn: 'CN=robot',
        tls_client_certificate_bound_access_tokens: true,
      },
    ],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: true },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        tlsClientAuth: true,
        certificateAuthorized: () => true,
        certificateSubjectMatches: (
          { socket }: { socket: TLSSocket },
          _property: string,
          expected: string,
        ) => socket.getPeerX509Certificate()?.subject === expected,
        getCertificate: ({ socket }: { socket: TLSSocket }) =>
          socket.getPeerX509Certificate?.(),
      },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: SCOPES,
          audience: resource,
          accessTokenTTL: 600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    scopes: SCOPES.split(' '),
    extraTokenClaims: () => ({ org_id: 'acme' }),
  });
  plain.on('request', provider.callback());
  secure.on('request', provider.callback());
  return {
    issuer,
    secureUrl: `https://127.0.0.1:${portOf(secure)}`,
    client,
    scopes: SCOPES,
    close: async () => {
      for (const server of [plain, secure]) {
        server.close();
        server.closeAllConnections();
        await once(server, 'close');
      }
    },
  };
}
