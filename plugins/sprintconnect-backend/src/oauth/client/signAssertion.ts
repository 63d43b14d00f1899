import { createPrivateKey, type KeyObject } from 'node:crypto';
import { v4 as uuid } from 'uuid';
import { OauthError } from '../../ports';
import { loadJose } from './loadJose';

/** An assertion is for one request, which leaves at once. */
const LIFETIME_S = 60;
const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

/**
 * The assertion by which a client says who it is (RFC 7523, section 3): for one audience, once, and for a minute.
 *
 * Throws an {@link OauthError} `client-key-invalid`, which says nothing of the key but that it cannot be used.
 */
export async function signAssertion(claims: {
  clientId: string;
  /** The issuer, or the token endpoint where no issuer is known. */
  audience: string;
  /** PEM or JWK. */
  key: string;
  keyId?: string;
  algorithm?: string;
  now: Date;
}): Promise<string> {
  const { clientId, audience, keyId, now } = claims;
  const key = readKey(claims.key);
  const alg = claims.algorithm ?? algorithmOf(key);
  const at = Math.floor(now.getTime() / 1000);
  try {
    return await new (loadJose().SignJWT)({})
      .setProtectedHeader({ alg, typ: 'JWT', ...(keyId && { kid: keyId }) })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(audience)
      .setJti(uuid())
      .setIssuedAt(at)
      .setExpirationTime(at + LIFETIME_S)
      .sign(key);
  } catch {
    throw unusable(`The private key doesn't fit the algorithm ${alg}`);
  }
}

function readKey(text: string): KeyObject {
  try {
    return text.trimStart().startsWith('{')
      ? createPrivateKey({ key: JSON.parse(text), format: 'jwk' })
      : createPrivateKey(text);
  } catch {
    // What the parser says may repeat parts of the key.
    throw unusable(
      "The private key can't be read. Give it as PEM without a passphrase, or as JWK",
    );
  }
}

function algorithmOf(key: KeyObject): string {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'rsa') return 'RS256';
  if (type === 'rsa-pss') return 'PS256';
  if (type === 'ed25519') return 'EdDSA';
  const algorithm = CURVES[details?.namedCurve ?? ''];
  if (type === 'ec' && algorithm) return algorithm;
  throw unusable(
    'The private key is of a kind that signs no assertions. Take RSA, EC (P-256, P-384, P-521) or Ed25519',
  );
}

function unusable(message: string): OauthError {
  return new OauthError('client-key-invalid', message);
}
