import { v7 as uuid } from 'uuid';
import type { AuditEntry, Dialect, RequestContext, Tx } from '../ports';

/** Appends an entry. The database itself refuses to change or delete one. */
export async function appendAuditEntry(
  tx: Tx,
  record: { ctx: RequestContext; entry: AuditEntry; at: Date },
  dialect: Dialect,
): Promise<void> {
  const { ctx, entry, at } = record;
  await tx('audit_entries').insert({
    id: uuid(),
    org_id: ctx.orgId,
    at,
    caller_type: ctx.caller.type,
    caller_ref: ctx.caller.ref,
    action: entry.action,
    target_type: entry.target.type,
    target_id: entry.target.id,
    outcome: entry.outcome,
    reason: entry.reason ?? null,
    request_id: ctx.requestId,
    trace_id: ctx.traceId ?? null,
    meta: dialect.toJson(entry.meta),
  });
}
