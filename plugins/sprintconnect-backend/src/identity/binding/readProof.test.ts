import { generateKeyPairSync } from 'node:crypto';
import * as dpop from 'dpop';
import { encodePart } from '../../administration/__testUtils__/encodePart';
import { readProof } from './readProof';

describe('an algorithm of proofs', () => {
  it.each(['ES256', 'Ed25519', 'RS256', 'PS256'] as const)(
    '%s of an independent client is read, and no other key or alg fits',
    async alg => {
      const pair = await dpop.generateKeyPair(alg, { extractable: true });
      const made = await dpop.generateProof(pair, 'https://a.example/', 'GET');
      const read = readProof(made)!;
      const key = read.importKey();
      expect(read.isSignedBy(key)).toBe(true);
      expect(read.claims).toMatchObject({ htm: 'GET' });
      const [head, payload, signature] = made.split('.');
      const other = encodePart({ ...read.claims, htm: 'POST' });
      expect(readProof(`${head}.${other}.${signature}`)!.isSignedBy(key)).toBe(
        false,
      );
      for (const wrong of ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256']) {
        const changed = readProof(
          `${encodePart({ typ: 'dpop+jwt', alg: wrong, jwk: read.jwk })}.${payload}.${signature}`,
        )!;
        const isGood = () => changed.isSignedBy(changed.importKey());
        expect(attempt(isGood)).toBe(false);
      }
    },
  );

  it('takes no symmetric one, no short key, and nothing that is critical', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const jwk = publicKey.export({ format: 'jwk' });
    const proofOf = (header: object) =>
      readProof(`${encodePart({ typ: 'dpop+jwt', jwk, ...header })}.e30.AA`);
    expect(() => proofOf({ alg: 'RS256' })!.importKey()).toThrow('too short');
    for (const header of [
      { alg: 'HS256' },
      { alg: 'none' },
      { alg: 'toString' },
      { alg: 'RS256', crit: ['b64'], b64: false },
      { alg: 'RS256', typ: 'JWT' },
      { alg: 'HS256', jwk: { kty: 'oct', k: 'AA' } },
    ]) {
      expect(proofOf(header)).toBeUndefined();
    }
    for (const text of [
      '',
      '.',
      'a.b',
      'e30.e30.AA.AA',
      'W10.e30.AA',
      '!.e30.AA',
    ]) {
      expect(readProof(text)).toBeUndefined();
    }
  });
});

/** False, also for what throws. */
function attempt(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
