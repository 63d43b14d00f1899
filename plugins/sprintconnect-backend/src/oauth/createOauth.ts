import type {
  Clock,
  Database,
  Egress,
  SecretVault,
  Slice,
  TokenSource,
} from '../ports';
import { createMetadata } from './metadata/createMetadata';
import { createClientTokens } from './tokens/createClientTokens';
import { createSharedTokens } from './tokens/createSharedTokens';
import { TokenStore } from './tokens/TokenStore';

export interface OauthOptions {
  clock: Clock;
  database: Database;
  egress: Egress;
  vault: SecretVault;
}

/** Logging in to servers that want OAuth 2.0. */
export interface Oauth extends Slice {
  tokens: TokenSource;
}

/** Builds what gets tokens for servers. */
export function createOauth(options: OauthOptions): Oauth {
  const metadata = createMetadata(options);
  const store = new TokenStore(options.database);
  const shared = createSharedTokens({ ...options, store });
  return {
    tokens: createClientTokens({ ...options, metadata }, shared),
    prunes: [shared.prune],
    stop: () => shared.stop(),
  };
}
