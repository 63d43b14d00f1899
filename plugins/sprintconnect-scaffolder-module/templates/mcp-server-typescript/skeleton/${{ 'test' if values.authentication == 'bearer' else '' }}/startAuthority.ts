import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** An authorization server, until the test ends: its metadata, its keys, and tokens for the asking. */
export async function startAuthority(t: TestContext) {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), alg: 'ES256' }];
  let issuer = '';
  const server = createServer((req, res) => {
    res.setHeader('content-type', 'application/json');
    if (req.url === '/.well-known/oauth-authorization-server') {
      res.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
    } else {
      res.end(JSON.stringify({ keys }));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  issuer = `http://127.0.0.1:${port}`;
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });

  return {
    issuer,
    /** Ends in a minute, unless the claims say otherwise; undefined leaves a claim out. */
    token: (claims: JWTPayload, key = privateKey) =>
      new SignJWT({
        iss: issuer,
        sub: 'test',
        exp: Math.floor(Date.now() / 1000) + 60,
        ...claims,
      })
        .setProtectedHeader({ alg: 'ES256' })
        .sign(key),
  };
}
