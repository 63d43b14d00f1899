import canonicalize from 'canonicalize';
import { v7 as uuid } from 'uuid';
import type { AuditEntry, RefusedCaller, Tx } from '../ports';
import { redactSecrets, redactText } from './redactSecrets';

/** The chain of refused requests that nobody was behind; no organisation can be called so. */
export const ANONYMOUS_CHAIN = '-';

/** An entry with whose it is and when it was made. */
export interface WrittenEntry {
  by: RefusedCaller;
  entry: AuditEntry;
  at: Date;
}

/** What will be kept of an entry: no secrets in what it says, and nothing longer than its column. */
export function keptOf(entry: AuditEntry): AuditEntry {
  return {
    ...entry,
    target: { ...entry.target, id: redactText(entry.target.id) },
    reason: entry.reason && redactText(entry.reason),
    meta: entry.meta && (redactSecrets(entry.meta) as AuditEntry['meta']),
  };
}

/** Appends an entry. The database itself refuses to change or delete one; the sealer chains it after the commit. */
export async function appendAuditEntry(
  tx: Tx,
  { by, entry, at }: WrittenEntry,
): Promise<void> {
  const { caller, orgId } =
    'caller' in by
      ? by
      : {
          caller: { type: 'anonymous', ref: 'anonymous' },
          orgId: ANONYMOUS_CHAIN,
        };
  await tx('audit_entries').insert({
    id: uuid(),
    org_id: orgId,
    at,
    caller_type: caller.type,
    caller_ref: caller.ref.slice(0, 512),
    caller_actor:
      'actor' in caller ? (caller.actor?.slice(0, 255) ?? null) : null,
    action: entry.action,
    target_type: entry.target.type,
    target_id: entry.target.id.slice(0, 512),
    outcome: entry.outcome,
    reason: entry.reason ?? null,
    request_id: by.requestId.slice(0, 200),
    trace_id: by.traceId ?? null,
    address: by.address?.slice(0, 64) ?? null,
    policy_hash: entry.policyHash ?? null,
    meta: entry.meta ? canonicalize(entry.meta) : null,
  });
}
