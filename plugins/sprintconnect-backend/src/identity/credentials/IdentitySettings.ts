/** An authorization server whose tokens are taken, as `sprintconnect.access.issuers` describes it. */
export interface IssuerSettings {
  /** The `iss` of its tokens, character by character. */
  issuer: string;
  /** A token must name one of these as its `aud`. */
  audience: readonly string[];
  /** Default: as its metadata says (OpenID Connect Discovery, RFC 8414). */
  jwksUrl?: string;
  /** Signature algorithms (RFC 7518); never `none` and never a symmetric one. */
  algorithms: readonly string[];
  /** The `typ` of its access tokens, such as `at+jwt` (RFC 9068). */
  types: readonly string[];
  clockSkewSeconds: number;
  /** Names of claims; a dot leads into an object. */
  claims: {
    subject: string;
    /** Absent: its tokens are for the organisation `default`. */
    organisation?: string;
    /** Absent: its tokens carry no roles. */
    roles?: string;
    /** `false`: what its scopes say does not count. */
    scopes: string | false;
  };
  /** Refuses its tokens unless they are bound to a key of their holder. */
  requireBinding?: 'dpop' | 'mtls';
}

/** A header in which a proxy that ends TLS hands on the certificate of the client. */
export interface CertificateHeaderSettings {
  header: 'x-forwarded-client-cert' | 'x-ssl-client-cert' | 'client-cert';
  /** Addresses or CIDR ranges of the only peers that may set it. */
  proxies: readonly string[];
}

/** What `sprintconnect.access` says of who may call. */
export interface IdentitySettings {
  issuers: readonly IssuerSettings[];
  dpop: {
    /** A proof must hold a nonce of ours, so that none can be made long ahead (RFC 9449, section 8). */
    requireNonce: boolean;
    /** How old a proof may be, in seconds. */
    maxAgeSeconds: number;
  };
  clientCertificate?: CertificateHeaderSettings;
}
