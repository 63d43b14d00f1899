import type { Request } from 'express';
import type { PresentedCredential } from './PresentedCredential';
import type { JudgedCredential } from './VerifiedCredential';

/** Who verifies a credential. */
export interface Verifier {
  /** Whether it could be found by trying, so that whoever tries has to wait. */
  isGuessable: boolean;
  /** Says whom it stands for, or throws {@link RefusedCredential}. */
  verify(req: Request): Promise<JudgedCredential>;
}

/** Undefined is a request without a credential. */
export type VerifierOf = (
  presented: PresentedCredential | undefined,
) => Verifier;
