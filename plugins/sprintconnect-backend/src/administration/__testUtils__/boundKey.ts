import request from 'supertest';
import * as dpop from 'dpop';
import * as jose from 'jose';
import { v4 as uuid } from 'uuid';
import { mockCredentials } from '@backstage/backend-test-utils';
import { type AccessWorldOptions, openAccess } from './openAccess';

/** A world with an API key that is bound to a key of its holder. */
export async function openBound(options: AccessWorldOptions = {}) {
  const access = await openAccess(options);
  const pair = await dpop.generateKeyPair('ES256', { extractable: true });
  const answer = await request(access.url)
    .post('/v1/api-keys')
    .set('Authorization', mockCredentials.user.header())
    .send({
      name: 'bound',
      scopes: ['mcp:servers:read'],
      dpopThumbprint: await dpop.calculateThumbprint(pair.publicKey),
    });
  const token: string = answer.body.secret;
  const target = `${access.url}/v1/context`;
  const prove = (nonce?: string) =>
    dpop.generateProof(pair, target, 'GET', nonce, token);
  const show = (proof?: string, { url }: { url: string } = access) => {
    const call = request(url)
      .get('/v1/context')
      .set('Authorization', `DPoP ${token}`);
    return proof ? call.set('DPoP', proof) : call;
  };
  return { ...access, pair, token, target, prove, show };
}
export type Bound = Awaited<ReturnType<typeof openBound>>;

/** A proof made by hand, good unless told otherwise. */
export async function forgeProof(
  { pair, target, token }: Bound,
  change: {
    claims?: object;
    header?: object;
    pair?: dpop.KeyPair;
  } = {},
): Promise<string> {
  const signer = change.pair ?? pair;
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from(token));
  return new jose.SignJWT({
    jti: uuid(),
    htm: 'GET',
    htu: target,
    iat: Math.floor(Date.now() / 1000),
    ath: Buffer.from(digest).toString('base64url'),
    ...change.claims,
  })
    .setProtectedHeader({
      alg: 'ES256',
      typ: 'dpop+jwt',
      jwk: await jose.exportJWK(signer.publicKey),
      ...change.header,
    })
    .sign(signer.privateKey);
}
