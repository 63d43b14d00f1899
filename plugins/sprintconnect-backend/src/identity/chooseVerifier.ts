import type { PresentedCredential } from './credentials/PresentedCredential';
import type { VerifierOf } from './credentials/Verifier';
import type { VerifyKey } from './keys/createKeyVerifier';
import type { TokenVerifier } from './tokens/createTokenVerifier';

type Presented = PresentedCredential | undefined;

/**
 * Chooses who verifies a credential by how it looks: the first that takes it, and that one alone, whatever it says, so that
 * none is shown to a wrong one.
 */
export function chooseVerifier(by: {
  verifyKey: VerifyKey;
  tokens: TokenVerifier;
  /** Takes everything. */
  ofPortal: VerifierOf;
}): VerifierOf {
  const { verifyKey, tokens, ofPortal } = by;
  /** What begins like an API key. */
  const ofKeys = (presented: Presented) =>
    presented?.kind === 'api-key'
      ? { isGuessable: true, verify: () => verifyKey(presented) }
      : undefined;
  /** JWTs that name a configured issuer. */
  const ofIssuers = (presented: Presented) =>
    presented?.kind === 'jwt' && tokens.knows(presented.issuer)
      ? { isGuessable: true, verify: () => tokens.verify(presented) }
      : undefined;
  return presented =>
    ofKeys(presented) ?? ofIssuers(presented) ?? ofPortal(presented);
}
