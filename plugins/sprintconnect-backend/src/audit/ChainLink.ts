import type { Dialect } from '../ports';
import type { AuditRow } from './AuditRow';

/** A sealed entry as the chain sees it: what it says, its number, and the hash that was written beside it. */
export interface ChainLink {
  seq: number;
  hash: string | null;
  said: SaidInEntry;
}

/** Everything an entry says. Absent values are left out, so that "nothing" and "empty" hash differently. */
export type SaidInEntry = { id: string; orgId: string; at: string } & Record<
  string,
  string
>;

/** Reads a row without trusting it: what is no time or number must fail the check, not the checker. */
export function toChainLink(row: AuditRow, dialect: Dialect): ChainLink {
  const said: Record<string, string | null> = {
    id: row.id,
    orgId: row.org_id,
    at: timeOf(row.at, dialect),
    callerType: row.caller_type,
    callerRef: row.caller_ref,
    action: row.action,
    targetType: row.target_type,
    targetId: row.target_id,
    outcome: row.outcome,
    reason: row.reason,
    requestId: row.request_id,
    traceId: row.trace_id,
    address: row.address,
    policyHash: row.policy_hash,
    // The text itself: two texts that mean the same to one reader may differ to another.
    meta: row.meta,
  };
  return {
    seq: Number(row.seq),
    hash: row.hash,
    said: Object.fromEntries(
      Object.entries(said)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [name, String(value)]),
    ) as SaidInEntry,
  };
}

function timeOf(value: unknown, dialect: Dialect): string {
  try {
    return dialect.fromTime(value)!.toISOString();
  } catch {
    return String(value);
  }
}
