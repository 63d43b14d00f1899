import type { Tx } from './Database';

/** How a client proves to a token endpoint who it is. */
export type ClientAuthentication =
  /** RFC 6749, section 2.3.1: id and secret in the header. */
  | { method: 'client_secret_basic' }
  /** RFC 6749, section 2.3.1: id and secret in the body. */
  | { method: 'client_secret_post' }
  /**
   * RFC 7523, section 2.2: an assertion signed with a private key, PEM (PKCS #8, PKCS #1, SEC 1) or JWK. Default of the algorithm: the
   * one that fits the key, RS256 for RSA.
   */
  | { method: 'private_key_jwt'; keyId?: string; algorithm?: string };

/** A client that gets tokens for itself (RFC 6749, section 4.4), and the server that they are for. */
export interface ClientCredentials {
  orgId: string;
  /** Of the server that is called: its rules of egress hold for the authorization server, too. Absent: the strictest. */
  environment?: string;
  /** Its tokens are forgotten with it. */
  credentialId: string;
  /** Another version of the credential gets tokens of its own. */
  version: number;
  clientId: string;
  authentication: ClientAuthentication;
  /** The client secret, or the private key. Opened only when a token is asked for. */
  openSecret(signal: AbortSignal): Promise<string>;
  /** The address of the server that is called with the token. */
  serverUrl: string;
  /**
   * The issuer whose metadata (RFC 8414) names the token endpoint. Default: the one that the server names in its own metadata
   * (RFC 9728), where it names one alone.
   */
  issuer?: string;
  /** Where tokens are got, in the place of what metadata says. */
  tokenEndpoint?: string;
  /** Default: none, and the authorization server chooses. */
  scopes?: readonly string[];
  /** Whether the server is named in `resource` (RFC 8707); some authorization servers refuse it. */
  resource: 'send' | 'omit';
  /** The parameter `audience` of authorization servers that want it. */
  audience?: string;
}

/** A token that is good now. */
export interface AccessToken {
  /** What follows `Bearer `. Kept by nobody longer than the request that carries it. */
  text: string;
  /** Tells tokens of one client apart; grows. */
  stamp: number;
}

/** Why there is no token. */
export type OauthErrorCode =
  /** The authorization server refuses the client, or what it asks for. */
  | 'client-refused'
  /** The private key cannot be read, or does not fit its algorithm. */
  | 'client-key-invalid'
  /** Where tokens are got is not known, or what the authorization server says is not to be trusted. */
  | 'authorization-server-invalid'
  /** The authorization server does not answer. Worth another try. */
  | 'authorization-server-unavailable'
  /** A person was not logged in: by their own choice, or because what came back was not what was begun. */
  | 'login-refused'
  /** No login of this person waits for what came back. */
  | 'login-unknown'
  /** A person has to log in again. */
  | 'login-ended';

/** No token could be had. The message says what to do, and carries neither token nor secret. */
export class OauthError extends Error {
  override readonly name = 'OauthError';
  readonly code: OauthErrorCode;
  /** Not to be tried sooner than this, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The error code of OAuth, such as `invalid_grant`. */
  readonly said?: string;

  constructor(
    code: OauthErrorCode,
    message: string,
    options: { retryAfterMs?: number; said?: string } = {},
  ) {
    super(message);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.said = options.said;
  }
}

/** Gets access tokens for servers, and shares them among instances. */
export interface TokenSource {
  /**
   * A token for a server: the one that is kept, or a new one. However many ask, one request goes to the authorization server.
   *
   * @param options - `refused`: the stamp of a token that the server answered with 401. Then a younger one is got, at most once in
   * 30 s; within these, the same one is given again, by which the caller knows that another try is of no use.
   *
   * Throws {@link OauthError}, `SecretError` where the secret of the client or a kept token cannot be read, and the reason of the signal.
   */
  clientToken(
    client: ClientCredentials,
    options?: { signal?: AbortSignal; refused?: number },
  ): Promise<AccessToken>;
  /** A token that nobody keeps, for a client that is only tried. Throws what `clientToken` throws. */
  triedToken(
    client: Omit<ClientCredentials, 'credentialId' | 'version'>,
    options: { signal: AbortSignal },
  ): Promise<{ text: string }>;
  /** Forgets the tokens of a credential, or those of its versions below one. */
  forget(
    tx: Tx,
    what: { orgId: string; credentialId: string; belowVersion?: number },
  ): Promise<void>;
}
