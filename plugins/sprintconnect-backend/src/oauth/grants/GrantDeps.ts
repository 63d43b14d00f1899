import type { Tx } from '../../ports';
import type { Metadata } from '../metadata/createMetadata';
import type { SharedTokens } from '../tokens/createSharedTokens';
import type { FlowStore } from './FlowStore';
import type { GrantRecord, GrantStore } from './GrantStore';
import type { OwnClientDeps } from './ownClient';

/** What accounts of people stand on. */
export interface GrantDeps extends OwnClientDeps {
  metadata: Metadata;
  tokens: SharedTokens;
  flows: FlowStore;
  grants: GrantStore;
  /** At least 32 bytes that all instances share. */
  secret: Buffer;
  /** Told of an account that has ended by itself, in the transaction that notes it. */
  onEnded?(tx: Tx, grant: GrantRecord): Promise<void>;
}

/** A person of an organisation. */
export interface Person {
  orgId: string;
  userRef: string;
}
