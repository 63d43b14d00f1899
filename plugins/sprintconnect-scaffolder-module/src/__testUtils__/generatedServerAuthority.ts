import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** What a token says, over what a good one says; undefined leaves a claim out. */
export interface Claims {
  iss?: string;
  aud?: string;
  /** Default: in five minutes. */
  exp?: number | undefined;
  [claim: string]: unknown;
}

/** An authorization server: metadata by RFC 8414, its keys, and tokens for whoever asks. */
export interface Authority {
  issuer: string;
  /** An access token for `resource`. */
  token(resource: string, claims?: Claims): Promise<string>;
  /** As {@link Authority.token}, but signed by a key that nobody publishes. */
  forgedToken(resource: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts an authorization server on a free port of loopback. */
export async function startAuthority(): Promise<Authority> {
  const known = await generateKeyPair('ES256');
  const unknown = await generateKeyPair('ES256');
  const keys = [
    { ...(await exportJWK(known.publicKey)), kid: 'known', alg: 'ES256' },
  ];
  let issuer = '';
  const server = createServer((req, res) => {
    const documents: Record<string, unknown> = {
      '/.well-known/oauth-authorization-server': {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        response_types_supported: ['code'],
        jwks_uri: `${issuer}/keys`,
      },
      '/keys': { keys },
    };
    const document = documents[req.url ?? ''];
    res.writeHead(document ? 200 : 404, { 'content-type': 'application/json' });
    res.end(JSON.stringify(document ?? {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const sign = (key: CryptoKey, resource: string, claims: Claims = {}) =>
    new SignJWT({
      iss: issuer,
      aud: resource,
      sub: 'user-1',
      client_id: 'client-1',
      scope: 'mcp',
      exp: Math.floor(new Date().getTime() / 1000) + 300,
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'known', typ: 'at+jwt' })
      .setIssuedAt()
      .sign(key);
  return {
    issuer,
    token: (resource, claims) => sign(known.privateKey, resource, claims),
    forgedToken: resource => sign(unknown.privateKey, resource),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
