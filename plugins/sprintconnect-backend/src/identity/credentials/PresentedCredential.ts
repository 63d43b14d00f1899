/** What a request shows in `Authorization` and `DPoP`. */
export interface ShownCredential {
  scheme: 'Bearer' | 'DPoP';
  token: string;
  /** The value of the header `DPoP`. */
  proof?: string;
}

/** What a credential looks like, believed by nobody yet: it only chooses who verifies it. */
export type CredentialKind =
  /** Without a prefix it was cut, mistyped or made up. */
  | { kind: 'api-key'; prefix?: string }
  /** The issuer is empty for a JWT that names none, such as those of the portal's own plugins. */
  | { kind: 'jwt'; issuer: string }
  | { kind: 'opaque' };

/** A credential, parsed: nobody after that looks at how its text is made. */
export type PresentedCredential = ShownCredential &
  CredentialKind & {
    /** Lowercase hex of the SHA-256 of the token. */
    digest: string;
  };
