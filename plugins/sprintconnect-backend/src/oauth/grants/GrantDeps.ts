import type { AuditTrail, JobQueue, Outbox } from '../../ports';
import type { Metadata } from '../metadata/createMetadata';
import type { SharedTokens } from '../tokens/createSharedTokens';
import type { FlowStore } from './FlowStore';
import type { GrantStore } from './GrantStore';
import type { OwnClientDeps } from './ownClient';

/** Has the person told that their account has ended; the payload is {@link EndedAccount}. */
export const ACCOUNT_ENDED_JOB = 'tell-account-ended';

/** What {@link ACCOUNT_ENDED_JOB} is about. */
export interface EndedAccount extends Record<string, unknown> {
  connectionId: string;
  userRef: string;
  serverId: string;
}

/** What accounts of people stand on. */
export interface GrantDeps extends OwnClientDeps {
  audit: AuditTrail;
  outbox: Outbox;
  jobs: JobQueue;
  metadata: Metadata;
  tokens: SharedTokens;
  flows: FlowStore;
  grants: GrantStore;
  /** At least 32 bytes that all instances share. */
  secret: Buffer;
}
