import type { Request } from 'express';
import type {
  CredentialKind,
  PresentedCredential,
} from './credentials/PresentedCredential';
import { readCredential } from './credentials/readCredential';
import { API_KEY_MARK, hashOf, prefixOf } from './keys/apiKeyText';
import { issuerOf } from './tokens/issuerOf';

/**
 * The credential of a request, or undefined where it shows none that we read. Throws {@link RefusedCredential} on what is
 * ambiguous or too long.
 */
export function parseCredential(
  req: Pick<Request, 'headers' | 'rawHeaders'>,
): PresentedCredential | undefined {
  const shown = readCredential(req);
  return (
    shown && { ...shown, digest: hashOf(shown.token), ...kindOf(shown.token) }
  );
}

function kindOf(token: string): CredentialKind {
  if (token.startsWith(API_KEY_MARK)) {
    return { kind: 'api-key', prefix: prefixOf(token) };
  }
  const issuer = issuerOf(token);
  return issuer === undefined ? { kind: 'opaque' } : { kind: 'jwt', issuer };
}
