import { createHash, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../ports';
import type { IdentitySettings } from '../credentials/IdentitySettings';
import { RefusedCredential } from '../credentials/RefusedCredential';
import { loadJose } from '../tokens/loadJose';
import type { Nonces } from './createNonces';
import { type ReadProof, readProof } from './readProof';
import type { Replays } from './ReplayStore';
import { sameAddress } from './sameAddress';

const FUTURE_SECONDS = 5;
const IDENTIFIER_MAX = 512;
const KEYS_MAX = 1_000;

type Claims = ReadProof['claims'];

interface ProofKey {
  key: KeyObject;
  thumbprint: string;
}

/** A proof, and what it must prove. */
export interface PresentedProof {
  proof: string;
  /** Of the credential that it comes with. */
  digest: string;
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
  settings: IdentitySettings['dpop'];
  replays: Replays;
  nonces: Nonces;
  clock: Clock;
}): (presented: PresentedProof) => Promise<void> {
  const { settings, replays, nonces, clock } = options;
  const keys = new LRUCache<string, ProofKey>({ max: KEYS_MAX });

  const claimsOf = async ({ proof, jkt }: PresentedProof): Promise<Claims> => {
    const read = readProof(proof);
    if (!read) {
      throw refused(
        'It must be a JWT of type dpop+jwt with an allowed "alg" and a public key',
      );
    }
    // The same key comes with each proof of its holder, spelled the same.
    const id = JSON.stringify([read.alg, read.jwk]);
    const { key, thumbprint } = keys.get(id) ?? (await importKey(read));
    if (thumbprint !== jkt) throw refused('It was signed with a different key');
    if (!read.isSignedBy(key)) throw refused("Its signature isn't valid");
    keys.set(id, { key, thumbprint });
    return read.claims;
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
        'The proof needs the nonce from the DPoP-Nonce header.',
        { code: 'use_dpop_nonce', scheme: 'DPoP' },
      );
    }
    const until = seconds + settings.maxAgeSeconds + FUTURE_SECONDS + 1;
    const digest = digestOf(`${presented.jkt}\n${claims.jti}`);
    if (!(await replays.remember(digest, new Date(until * 1000)))) {
      throw refused('It was already used');
    }
  };

  function isStale({ nonce }: Claims): boolean {
    return nonce !== undefined && !nonces.accepts(nonce);
  }
}

function requireClaims(claims: Claims, presented: PresentedProof): void {
  const { jti, htm, htu, ath } = claims;
  if (typeof jti !== 'string' || !jti || jti.length > IDENTIFIER_MAX) {
    throw refused('Its "jti" is missing or too long');
  }
  if (htm !== presented.method) {
    throw refused(`Its "htm" isn't ${presented.method}`);
  }
  if (
    typeof htu !== 'string' ||
    !presented.addresses.some(address => sameAddress(address, htu))
  ) {
    throw refused('Its "htu" isn\'t the URL of this request');
  }
  if (ath !== Buffer.from(presented.digest, 'hex').toString('base64url')) {
    throw refused('Its "ath" doesn\'t match this token');
  }
}

function requireRecent({ iat }: Claims, seconds: number, maxAge: number): void {
  if (
    typeof iat !== 'number' ||
    iat < seconds - maxAge ||
    iat > seconds + FUTURE_SECONDS
  ) {
    throw refused('Its "iat" isn\'t current');
  }
}

async function importKey(read: ReadProof): Promise<ProofKey> {
  try {
    return {
      key: read.importKey(),
      thumbprint: await loadJose().calculateJwkThumbprint(read.jwk),
    };
  } catch (cause) {
    throw refused('Its key doesn\'t fit its "alg"', cause);
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function refused(reason: string, cause?: unknown): RefusedCredential {
  return new RefusedCredential(`The DPoP proof isn't valid. ${reason}.`, {
    code: 'invalid_dpop_proof',
    scheme: 'DPoP',
    cause,
  });
}
