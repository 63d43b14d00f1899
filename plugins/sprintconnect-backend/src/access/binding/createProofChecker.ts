import { createHash } from 'node:crypto';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../ports';
import type { AccessSettings } from '../AccessSettings';
import { RefusedCredential } from '../RefusedCredential';
import { loadJose } from '../tokens/loadJose';
import type { Nonces } from './createNonces';
import type { Replays } from './ReplayStore';
import { sameAddress } from './sameAddress';

/** Asymmetric ones only. */
export const PROOF_ALGORITHMS = [
  'ES256',
  'ES384',
  'EdDSA',
  'Ed25519',
  'PS256',
  'RS256',
];
const FUTURE_SECONDS = 5;
const IDENTIFIER_MAX = 512;
const KEYS_MAX = 1_000;
const PRIVATE_PARTS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

interface ProofKey {
  key: CryptoKey | Uint8Array;
  thumbprint: string;
}

/** A proof, and what it must prove. */
export interface PresentedProof {
  proof: string;
  /** The credential that it comes with. */
  token: string;
  /** Thumbprint of the key that the credential is bound to. */
  jkt: string;
  method: string;
  /** The addresses that this request may have been sent to. */
  addresses: readonly string[];
}

/**
 * Checks proofs of possession as RFC 9449, section 4.3 lists the checks. Throws {@link RefusedCredential}. The replay
 * comes last, so that nobody can fill its table with proofs that are good for nothing.
 */
export function createProofChecker(options: {
  settings: AccessSettings['dpop'];
  replays: Replays;
  nonces: Nonces;
  clock: Clock;
}): (presented: PresentedProof) => Promise<void> {
  const { settings, replays, nonces, clock } = options;
  const keys = new LRUCache<string, ProofKey>({ max: KEYS_MAX });

  const claimsOf = async ({ proof, jkt }: PresentedProof) => {
    const jose = loadJose();
    try {
      const { alg, jwk } = jose.decodeProtectedHeader(proof);
      if (!PROOF_ALGORITHMS.includes(String(alg)) || !isPublic(jwk)) {
        throw refused('Its header must hold an allowed "alg" and a public key');
      }
      // The same key comes with each proof of its holder, spelled the same.
      const id = JSON.stringify([alg, jwk]);
      const { key, thumbprint } = keys.get(id) ?? (await readKey(jwk, alg));
      if (thumbprint !== jkt) throw refused('It was made with another key');
      const { payload } = await jose.jwtVerify(proof, key, {
        typ: 'dpop+jwt',
        algorithms: PROOF_ALGORITHMS,
        currentDate: clock.now(),
      });
      keys.set(id, { key, thumbprint });
      return payload;
    } catch (error) {
      if (error instanceof RefusedCredential) throw error;
      throw refused('It is no JWT of type dpop+jwt with a good signature');
    }
  };

  return async presented => {
    const claims = await claimsOf(presented);
    const seconds = clock.now().getTime() / 1000;
    requireClaims(claims, presented);
    requireRecent(claims, seconds, settings.maxAgeSeconds);
    if (
      settings.requireNonce ? !nonces.accepts(claims.nonce) : isStale(claims)
    ) {
      throw new RefusedCredential(
        'The proof needs the nonce of the header DPoP-Nonce.',
        { code: 'use_dpop_nonce', scheme: 'DPoP' },
      );
    }
    const until = seconds + settings.maxAgeSeconds + FUTURE_SECONDS + 1;
    const digest = digestOf(`${presented.jkt}\n${claims.jti}`);
    if (!(await replays.remember(digest, new Date(until * 1000)))) {
      throw refused('It was used before');
    }
  };

  function isStale({ nonce }: JWTPayload): boolean {
    return nonce !== undefined && !nonces.accepts(nonce);
  }
}

function requireClaims(claims: JWTPayload, presented: PresentedProof): void {
  const { jti, htm, htu, ath } = claims;
  if (typeof jti !== 'string' || !jti || jti.length > IDENTIFIER_MAX) {
    throw refused('It has no usable "jti"');
  }
  if (htm !== presented.method) {
    throw refused(`Its "htm" is not ${presented.method}`);
  }
  if (
    typeof htu !== 'string' ||
    !presented.addresses.some(address => sameAddress(address, htu))
  ) {
    throw refused('Its "htu" is not the address of this request');
  }
  if (ath !== digestOf(presented.token)) {
    throw refused('Its "ath" is not of this token');
  }
}

function requireRecent(
  { iat }: JWTPayload,
  seconds: number,
  maxAge: number,
): void {
  if (
    typeof iat !== 'number' ||
    iat < seconds - maxAge ||
    iat > seconds + FUTURE_SECONDS
  ) {
    throw refused('Its "iat" is not of now');
  }
}

async function readKey(jwk: JWK, alg: string | undefined): Promise<ProofKey> {
  const { calculateJwkThumbprint, importJWK } = loadJose();
  return {
    key: await importJWK(jwk, alg),
    thumbprint: await calculateJwkThumbprint(jwk),
  };
}

function isPublic(jwk: unknown): jwk is JWK {
  return (
    typeof jwk === 'object' &&
    jwk !== null &&
    !PRIVATE_PARTS.some(part => part in jwk)
  );
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function refused(reason: string): RefusedCredential {
  return new RefusedCredential(`The DPoP proof is refused. ${reason}.`, {
    code: 'invalid_dpop_proof',
    scheme: 'DPoP',
  });
}
