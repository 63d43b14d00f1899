import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Caller } from '@sprintconnect/plugin-sprintconnect-common';

/** To what a credential is bound (RFC 7800): with both, both must be shown. */
export interface Binding {
  /** Thumbprint of the key that proofs are signed with (RFC 9449, section 6). */
  jkt?: string;
  /** Thumbprint of the client's certificate (RFC 8705, section 3.1). */
  certificate?: string;
}

/** Whom a credential stands for; the portal's own do not say of which organisation. */
export interface JudgedCredential {
  caller: Caller;
  orgId?: string;
  roles: readonly string[];
  scopes: readonly string[];
  binding?: Binding;
  /** From then on it is not good any more; absent where it does not end by itself. */
  expiresAt?: Date;
  /** Of a portal user or service. */
  credentials?: BackstageCredentials;
}

/** Whom a credential stands for, and of which organisation they are. */
export interface VerifiedCredential extends JudgedCredential {
  orgId: string;
}
