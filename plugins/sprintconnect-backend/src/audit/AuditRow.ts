import type {
  AuditOutcome,
  AuditRecord,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Dialect } from '../ports';

/** A row of `audit_entries` as the database gives it. */
export interface AuditRow {
  position: unknown;
  id: string;
  org_id: string;
  at: unknown;
  caller_type: string;
  caller_ref: string;
  caller_actor: string | null;
  action: string;
  target_type: string;
  target_id: string;
  outcome: string;
  reason: string | null;
  request_id: string;
  trace_id: string | null;
  address: string | null;
  policy_hash: string | null;
  meta: string | null;
  seq: unknown;
  hash: string | null;
}

/** An entry as the routes tell it. */
export function toAuditRecord(row: AuditRow, dialect: Dialect): AuditRecord {
  return {
    id: row.id,
    at: dialect.fromTime(row.at)!.toISOString(),
    caller: {
      type: row.caller_type,
      ref: row.caller_ref,
      ...(row.caller_actor !== null && { actor: row.caller_actor }),
    },
    action: row.action,
    target: { type: row.target_type, id: row.target_id },
    outcome: row.outcome as AuditOutcome,
    ...(row.reason !== null && { reason: row.reason }),
    requestId: row.request_id,
    ...(row.trace_id !== null && { traceId: row.trace_id }),
    ...(row.address !== null && { address: row.address }),
    ...(row.policy_hash !== null && { policyHash: row.policy_hash }),
    ...(row.meta !== null && { meta: dialect.fromJson(row.meta) }),
    ...(row.seq !== null && { seq: dialect.fromBigInt(row.seq) }),
    ...(row.hash !== null && { hash: row.hash }),
  };
}
