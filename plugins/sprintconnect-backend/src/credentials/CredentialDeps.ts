import type { Cursors, Idempotency } from '../http';
import type {
  AuditTrail,
  Authorizer,
  Clock,
  Database,
  Notifier,
  Outbox,
  PersonTokens,
  SecretVault,
  TokenSource,
} from '../ports';
import type { CredentialSettings } from './CredentialSettings';
import type { CredentialStore } from './CredentialStore';
import type { CredentialUseStore } from './CredentialUseStore';

/** What credentials ask of the world. */
export interface CredentialPlumbing {
  database: Database;
  clock: Clock;
  vault: SecretVault;
  /** Gets the tokens of OAuth clients. Absent: such credentials are refused. */
  tokens?: TokenSource;
  /** Gets the tokens of people who have connected an account. Absent: servers cannot ask for that. */
  persons?: PersonTokens;
  audit: AuditTrail;
  outbox: Outbox;
  authorizer: Authorizer;
  cursors: Cursors;
  idempotency: Idempotency;
  notifier: Notifier;
  logger: { warn(message: string): void };
}

/** What every verb of credentials works with. */
export interface CredentialDeps extends CredentialPlumbing {
  settings: CredentialSettings;
  /** Of the configuration. */
  environments: readonly string[];
  store: CredentialStore;
  users: CredentialUseStore;
}
