import type { PersonLogin } from '../../ports';

/** With whom a person logs in, as whom, and for what. Nothing of it is secret. */
export interface GrantPlan {
  serverId: string;
  /** What the server was called at, when the person began. */
  serverUrl: string;
  /** What tokens are for (RFC 8707): the server, or what has it below its path. */
  resource: string;
  sendsResource: boolean;
  /** As the server names it. */
  named: string;
  /** As its own metadata has it. The same as `named` but for an exception. */
  issuer: string;
  /** What made it right that the two differ. */
  exception?: PersonLogin['issuerException'];
  tokenEndpoint: string;
  revocationEndpoint?: string;
  /** Whether the answer must name the issuer (RFC 9207). */
  namesIssuer: boolean;
  client: OwnClient;
  redirectUri: string;
  scopes: string[];
}

/** As whom SprintConnect is known to one authorization server. */
export interface OwnClient {
  clientId: string;
  authentication: 'none' | 'client_secret_basic' | 'client_secret_post';
  /**
   * How it became known: by what the credential of the server says; by the configuration; by the document at the URL that is its id (OAuth
   * Client ID Metadata Document); or by registration (RFC 7591), when its secret is in the vault.
   */
  by: 'server' | 'configuration' | 'document' | 'registration';
}
