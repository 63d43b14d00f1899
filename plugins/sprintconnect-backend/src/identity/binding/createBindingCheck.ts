import type { Request } from 'express';
import type { PresentedCredential } from '../credentials/PresentedCredential';
import { RefusedCredential } from '../credentials/RefusedCredential';
import type { Binding } from '../credentials/VerifiedCredential';
import type { PresentedProof } from './createProofChecker';

/** Whether who shows a credential is who it was given to. */
export type BindingCheck = (
  req: Request,
  presented: PresentedCredential,
  what: { binding?: Binding; certificate?: string },
) => Promise<void>;

/**
 * Holds a bound credential to its binding. The scheme must fit: a bound token as `Bearer` would be a stolen one that
 * its thief cannot prove (RFC 9449, section 7.2), and `DPoP` with a free one would promise what nobody checks.
 */
export function createBindingCheck(options: {
  checkProof: (presented: PresentedProof) => Promise<void>;
  /** Where this request may have been sent to, query included. */
  addressesOf: (req: Request) => readonly string[];
}): BindingCheck {
  const { checkProof, addressesOf } = options;
  return async (req, presented, { binding = {}, certificate }) => {
    const { scheme, digest, proof } = presented;
    if (binding.certificate && binding.certificate !== certificate) {
      throw invalid(
        'This token is bound to a client certificate, but this connection uses a different one or none.',
      );
    }
    if (!binding.jkt) {
      if (scheme === 'DPoP') {
        throw invalid("This token isn't bound to a key. Send it as Bearer.");
      }
      return;
    }
    if (scheme !== 'DPoP') {
      throw invalid(
        'This token is bound to a key. Send it as DPoP with a proof.',
        'DPoP',
      );
    }
    if (!proof) {
      throw new RefusedCredential('The DPoP header with a proof is missing.', {
        code: 'invalid_dpop_proof',
        scheme: 'DPoP',
      });
    }
    await checkProof({
      proof,
      digest,
      jkt: binding.jkt,
      method: req.method,
      addresses: addressesOf(req),
    });
  };
}

function invalid(
  detail: string,
  scheme?: 'Bearer' | 'DPoP',
): RefusedCredential {
  return new RefusedCredential(detail, { code: 'invalid_token', scheme });
}
