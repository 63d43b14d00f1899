import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as jose from 'jose';
import type { IssuerSettings } from '../../identity/credentials/IdentitySettings';

export const AUDIENCE = 'https://portal.example/api/sprintconnect';

type SigningKey = { kid: string; alg: string; key: jose.CryptoKey };

/** The little of an authorization server that a resource server sees, with everything that a bad one could do. */
export interface TestIssuer {
  url: string;
  settings(more?: Partial<IssuerSettings>): IssuerSettings;
  /** A good access token for two minutes, unless told otherwise. */
  sign(
    claims?: jose.JWTPayload,
    header?: Partial<jose.JWTHeaderParameters>,
    signer?: SigningKey,
  ): Promise<string>;
  /** The key that it signs with and publishes from the beginning. */
  first: SigningKey;
  /** Makes a key; the issuer publishes it only with `publish`. */
  newKey(kid: string, alg?: string): Promise<SigningKey>;
  publish(...keys: SigningKey[]): Promise<void>;
  publicJwk(signer: SigningKey): Promise<jose.JWK>;
  /** How often its keys were asked for. */
  hits(): number;
  fail(fails: boolean): void;
  close(): Promise<void>;
}

export async function startIssuer(): Promise<TestIssuer> {
  const publicKeys = new Map<string, jose.CryptoKey>();
  let jwks: jose.JSONWebKeySet = { keys: [] };
  let hits = 0;
  let fails = false;
  let url = '';
  const server = http.createServer((req, res) => {
    if (fails) {
      res.writeHead(500).end();
      return;
    }
    const isKeys = req.url === '/jwks';
    if (isKeys) hits += 1;
    const metadata = { issuer: url, jwks_uri: `${url}/jwks` };
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify(isKeys ? jwks : metadata));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const newKey = async (kid: string, alg = 'ES256') => {
    const pair = await jose.generateKeyPair(alg, { extractable: true });
    publicKeys.set(kid, pair.publicKey);
    return { kid, alg, key: pair.privateKey };
  };
  const publicJwk = async ({ kid, alg }: SigningKey) => ({
    ...(await jose.exportJWK(publicKeys.get(kid)!)),
    kid,
    alg,
    use: 'sig',
  });
  const publish = async (...keys: SigningKey[]) => {
    jwks = { keys: await Promise.all(keys.map(publicJwk)) };
  };
  const first = await newKey('first');
  await publish(first);
  const now = () => Math.floor(Date.now() / 1000);
  return {
    url,
    settings: more => ({
      issuer: url,
      audience: [AUDIENCE],
      algorithms: ['ES256', 'EdDSA', 'PS256', 'RS256'],
      types: ['at+jwt'],
      clockSkewSeconds: 5,
      claims: { subject: 'sub', scopes: 'scope' },
      ...more,
    }),
    sign: (claims = {}, header = {}, signer = first) =>
      new jose.SignJWT({
        iss: url,
        aud: AUDIENCE,
        sub: 'robot',
        scope: 'mcp:servers:read',
        iat: now(),
        exp: now() + 120,
        ...claims,
      })
        .setProtectedHeader({
          alg: signer.alg,
          kid: signer.kid,
          typ: 'at+jwt',
          ...header,
        })
        .sign(signer.key),
    first,
    newKey,
    publish,
    publicJwk,
    hits: () => hits,
    fail: next => {
      fails = next;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
