import type { ProtectedResources } from './createResources';
import type { PresentedCredential } from './credentials/PresentedCredential';
import type { Verifier, VerifierOf } from './credentials/Verifier';
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
  /** The MCP endpoint that a request was sent to, which is an audience of its own. */
  endpointOf: ProtectedResources['endpointOf'];
  /** Takes everything. */
  ofPortal: VerifierOf;
}): VerifierOf {
  const { verifyKey, tokens, endpointOf, ofPortal } = by;
  /** What begins like an API key. */
  const ofKeys = (presented: Presented) =>
    presented?.kind === 'api-key'
      ? { isGuessable: true, verify: () => verifyKey(presented) }
      : undefined;
  /** JWTs that name a configured issuer. */
  const ofIssuers = (presented: Presented): Verifier | undefined =>
    presented?.kind === 'jwt' && tokens.knows(presented.issuer)
      ? {
          isGuessable: true,
          verify: req => tokens.verify(presented, endpointOf(req)),
        }
      : undefined;
  return presented =>
    ofKeys(presented) ?? ofIssuers(presented) ?? ofPortal(presented);
}
