import {
  constants,
  createPublicKey,
  type KeyObject,
  verify,
} from 'node:crypto';
import type { JWK } from 'jose';

/** How each allowed algorithm (RFC 7518, RFC 8037) verifies, and the keys that it takes. Asymmetric ones only. */
const ALGORITHMS = {
  ES256: ecdsa('sha256', 'P-256'),
  ES384: ecdsa('sha384', 'P-384'),
  EdDSA: { hash: null, isFor: isEd25519, options: {} },
  Ed25519: { hash: null, isFor: isEd25519, options: {} },
  PS256: {
    hash: 'sha256',
    isFor: isRsa,
    options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
  },
  RS256: {
    hash: 'sha256',
    isFor: isRsa,
    options: { padding: constants.RSA_PKCS1_PADDING },
  },
};
const PRIVATE_PARTS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const RSA_BITS_MIN = 2048;

/** The algorithms that a proof may be signed with. */
export const PROOF_ALGORITHMS = Object.keys(ALGORITHMS);

/** A proof as it came: read, and not yet believed. */
export interface ReadProof {
  alg: string;
  /** The public key that it shows. */
  jwk: JWK;
  claims: Record<string, unknown>;
  /** Throws when the shown key is none for the algorithm. */
  importKey(): KeyObject;
  /** Whether that key, as `importKey` made it, signed the proof. */
  isSignedBy(key: KeyObject): boolean;
}

/**
 * Reads a proof of possession: a compact JWS of `typ` dpop+jwt with a public key inside (RFC 9449, section 4.2).
 * Undefined when it is none.
 *
 * @remarks
 *
 * A proof comes with each request. Its signature is verified here and now, because handing it to another thread and
 * back, as Web Crypto does, costs more than verifying it, and most where the machine is busy.
 */
export function readProof(proof: string): ReadProof | undefined {
  const [head, payload, signature, ...rest] = proof.split('.');
  if (!head || !payload || !signature || rest.length > 0) return undefined;
  const header = readJson(head);
  const claims = readJson(payload);
  const { typ, alg, jwk, crit } = header ?? {};
  if (typ !== 'dpop+jwt' || crit !== undefined || !claims) return undefined;
  if (typeof alg !== 'string' || !Object.hasOwn(ALGORITHMS, alg)) {
    return undefined;
  }
  if (!isPublic(jwk)) return undefined;
  const { hash, isFor, options } = ALGORITHMS[alg as keyof typeof ALGORITHMS];
  return {
    alg,
    jwk,
    claims,
    importKey() {
      if (!isFor(jwk)) throw new Error(`The key is none for ${alg}`);
      const key = createPublicKey({ format: 'jwk', key: { ...jwk } });
      const bits = key.asymmetricKeyDetails?.modulusLength ?? RSA_BITS_MIN;
      if (bits < RSA_BITS_MIN) throw new Error('The key is too short');
      return key;
    },
    isSignedBy: key =>
      verify(
        hash,
        Buffer.from(`${head}.${payload}`),
        { key, ...options },
        Buffer.from(signature, 'base64url'),
      ),
  };
}

function ecdsa(hash: string, curve: string) {
  return {
    hash,
    isFor: ({ kty, crv }: JWK) => kty === 'EC' && crv === curve,
    options: { dsaEncoding: 'ieee-p1363' as const },
  };
}

function isEd25519({ kty, crv }: JWK): boolean {
  return kty === 'OKP' && crv === 'Ed25519';
}

function isRsa({ kty }: JWK): boolean {
  return kty === 'RSA';
}

function isPublic(jwk: unknown): jwk is JWK {
  return isRecord(jwk) && !PRIVATE_PARTS.some(part => part in jwk);
}

function readJson(part: string): Record<string, unknown> | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) return undefined;
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString());
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
