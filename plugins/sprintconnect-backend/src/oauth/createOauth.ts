import type {
  AuditTrail,
  Clock,
  Database,
  Egress,
  JobQueue,
  Outbox,
  SecretVault,
  Slice,
  TokenSource,
} from '../ports';
import { ClientStore } from './grants/ClientStore';
import { createGrants, type Grants } from './grants/createGrants';
import { FlowStore } from './grants/FlowStore';
import { GrantStore } from './grants/GrantStore';
import type { OwnAddresses } from './grants/ownClient';
import { createMetadata } from './metadata/createMetadata';
import type { OauthSettings } from './grants/OauthSettings';
import { createClientTokens } from './tokens/createClientTokens';
import { createSharedTokens } from './tokens/createSharedTokens';
import { TokenStore } from './tokens/TokenStore';

export interface OauthOptions {
  clock: Clock;
  database: Database;
  audit: AuditTrail;
  egress: Egress;
  jobs: JobQueue;
  outbox: Outbox;
  vault: SecretVault;
  settings: OauthSettings;
  addresses: OwnAddresses;
  /** At least 32 bytes that all instances share. */
  secret: Buffer;
}

/** Logging in to servers that want OAuth 2.0. */
export interface Oauth extends Slice {
  tokens: TokenSource;
  grants: Grants;
}

/** Builds what gets tokens for servers. */
export function createOauth(options: OauthOptions): Oauth {
  const { database } = options;
  const metadata = createMetadata(options);
  const store = new TokenStore(database);
  const shared = createSharedTokens({ ...options, store });
  const grants = createGrants({
    ...{ ...options, metadata, tokens: shared },
    clients: new ClientStore(database),
    flows: new FlowStore(database),
    grants: new GrantStore(database),
  });
  return {
    tokens: createClientTokens({ ...options, metadata }, shared),
    grants,
    prunes: [shared.prune, grants.prune],
    stop: () => shared.stop(),
  };
}
