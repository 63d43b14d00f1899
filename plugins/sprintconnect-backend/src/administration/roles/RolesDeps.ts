import type { RoleBinding } from '@sprintconnect/plugin-sprintconnect-common';
import type { Cursors, Idempotency } from '../../http';
import type {
  AuditTrail,
  Clock,
  Database,
  Outbox,
  RequestContext,
  Tx,
} from '../../ports';
import type {
  AccessAuthorizer,
  ConfiguredRole,
  RoleBindingRecord,
  RoleBindingStore,
  RoleLookup,
} from '../../permissions';
import type { ApiKeyStore } from '../../identity';

/** What the verbs of role bindings work with. */
export interface RolesDeps {
  audit: AuditTrail;
  authorizer: AccessAuthorizer;
  bindings: RoleBindingStore;
  boundTo: RoleLookup['boundTo'];
  clock: Clock;
  configured: readonly ConfiguredRole[];
  cursors: Cursors;
  database: Database;
  idempotency: Idempotency;
  /** Issuers whose agents may have roles. */
  issuers: readonly string[];
  keys: Pick<ApiKeyStore, 'find'>;
  outbox: Outbox;
  /** To be told after each change, when it has committed. */
  rolesChanged(): void;
}

/** The binding as people see it. */
export function toRoleBinding(record: RoleBindingRecord): RoleBinding {
  return {
    id: record.id,
    subject: record.subject,
    role: record.role,
    source: 'portal',
    createdBy: record.createdBy,
    createdAt: record.createdAt.toISOString(),
  };
}

/** Notes that somebody got or lost a role, and tells of it. */
export async function tellOfRole(
  tx: Tx,
  ctx: RequestContext,
  change: {
    deps: Pick<RolesDeps, 'audit' | 'outbox'>;
    action: 'role-bind' | 'role-unbind';
    binding: RoleBindingRecord;
  },
): Promise<void> {
  const { deps, action, binding } = change;
  await deps.audit.record(tx, ctx, {
    action,
    target: { type: 'role-binding', id: binding.id },
    outcome: 'success',
    meta: { subject: binding.subject, role: binding.role },
  });
  await deps.outbox.add(tx, {
    type: 'access.roles.changed',
    orgId: ctx.orgId,
  });
}
