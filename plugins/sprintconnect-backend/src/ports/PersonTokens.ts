import type { Tx } from './Database';
import type { AccessToken } from './TokenSource';

/** A person of an organisation. */
export interface Person {
  orgId: string;
  /** Ref of a User entity. */
  userRef: string;
}

/** How people log in to one server: what its credential of the kind `oauth-user` says. */
export interface PersonLogin {
  orgId: string;
  serverId: string;
  /** The address that is called. */
  serverUrl: string;
  /** Its rules of egress hold for the authorization server, too. Absent: the strictest. */
  environment?: string;
  /** Asked for in the place of those that the server names. */
  scopes?: readonly string[];
  /** Whether the server is named in `resource` (RFC 8707). Default: the configuration's for this issuer, else `send`. */
  resource?: 'send' | 'omit';
  /** The issuer to use among those that the server names. */
  issuer?: string;
  /** The one mismatch of issuers that an owner allows: named so by the server, called so by its own metadata (RFC 8414, section 3.3). */
  issuerException?: { named: string; says: string };
  /** A client that was registered beforehand. */
  client?: {
    clientId: string;
    /** `none`: it has no secret. */
    authentication: 'none' | 'client_secret_basic' | 'client_secret_post';
    openSecret?(signal: AbortSignal): Promise<string>;
  };
}

/** Tokens of people for servers, from accounts that they have connected themselves. */
export interface PersonTokens {
  /**
   * A token of this person for this server: the one that is kept, or a new one. Undefined where they have connected no account, or
   * connected it to another address or issuer than `login` names now.
   *
   * @param options - `refused`: the stamp of a token that the server answered with 401; see `TokenSource.clientToken`.
   *
   * Throws {@link OauthError}, with `login-ended` where the account has to be connected again, `SecretError`, and the reason of the signal.
   */
  personToken(
    person: Person,
    login: PersonLogin,
    options?: { signal?: AbortSignal; refused?: number },
  ): Promise<AccessToken | undefined>;
  /** Forgets the accounts of everybody on a server: people no longer log in to it by themselves. */
  forgetServer(
    tx: Tx,
    server: { orgId: string; serverId: string },
  ): Promise<void>;
}

/** How people log in to servers, as the credentials of the servers say. */
export interface PersonLogins {
  /** Undefined where people do not use this server with accounts of their own. */
  loginOf(server: {
    orgId: string;
    id: string;
  }): Promise<PersonLogin | undefined>;
}
