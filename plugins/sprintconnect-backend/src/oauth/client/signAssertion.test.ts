import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import * as jose from 'jose';
import { failureOf } from '../__testUtils__/failureOf';
import { signAssertion } from './signAssertion';

const now = new Date('2026-11-30T12:00:00.000Z');
const claims = { clientId: 'robot', audience: 'https://login.example', now };
const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8') =>
  key.export({ format: 'pem', type }).toString();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const ed = generateKeyPairSync('ed25519');

describe('signAssertion', () => {
  it.each([
    ['RSA, PKCS #8', pem(rsa.privateKey), rsa.publicKey, 'RS256'],
    ['RSA, PKCS #1', pem(rsa.privateKey, 'pkcs1'), rsa.publicKey, 'RS256'],
    ['P-256, SEC 1', pem(p256.privateKey, 'sec1'), p256.publicKey, 'ES256'],
    ['P-384', pem(p384.privateKey), p384.publicKey, 'ES384'],
    ['Ed25519', pem(ed.privateKey), ed.publicKey, 'EdDSA'],
    [
      'a JWK',
      JSON.stringify(p256.privateKey.export({ format: 'jwk' })),
      p256.publicKey,
      'ES256',
    ],
  ])('signs with %s', async (...[, key, publicKey, alg]) => {
    const text = await signAssertion({ ...claims, key, keyId: 'k1' });
    const { payload, protectedHeader } = await jose.jwtVerify(text, publicKey, {
      ...{ issuer: 'robot', subject: 'robot', audience: claims.audience },
      currentDate: now,
    });
    expect(protectedHeader).toEqual({ alg, typ: 'JWT', kid: 'k1' });
    expect(payload.exp! - payload.iat!).toBe(60);
    expect(payload.iat).toBe(now.getTime() / 1000);
  });

  it('is good once, and without a key id where none is given', async () => {
    const key = pem(ed.privateKey);
    const one = await signAssertion({ ...claims, key });
    const two = await signAssertion({ ...claims, key });
    expect(jose.decodeJwt(one).jti).not.toBe(jose.decodeJwt(two).jti);
    expect(jose.decodeProtectedHeader(one)).not.toHaveProperty('kid');
  });

  it('signs with the algorithm that was asked for', async () => {
    const key = pem(rsa.privateKey);
    const text = await signAssertion({ ...claims, key, algorithm: 'PS512' });
    expect(jose.decodeProtectedHeader(text).alg).toBe('PS512');
  });

  it.each([
    ['no key', 'secret-of-a-test'.repeat(5), undefined],
    ['half a JWK', '{"kty":"EC","d":"secret-of-a-test"}', undefined],
    [
      'a public key',
      p256.publicKey.export({ format: 'pem', type: 'spki' }),
      undefined,
    ],
    ['another algorithm', pem(p256.privateKey), 'RS256'],
    ['a symmetric one', pem(p256.privateKey), 'HS256'],
    ['none', pem(p256.privateKey), 'none'],
    [
      'a key for agreements',
      pem(generateKeyPairSync('x25519').privateKey),
      undefined,
    ],
  ])(
    'says that it cannot with %s, and not what it is',
    async (_what, key, algorithm) => {
      const error = await failureOf(
        signAssertion({ ...claims, key: String(key), algorithm }),
      );
      expect(error.code).toBe('client-key-invalid');
      expect(error.message).not.toContain('secret-of-a-test');
    },
  );
});
