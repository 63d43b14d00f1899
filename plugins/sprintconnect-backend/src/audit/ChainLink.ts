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

/** What an entry says, and the columns that hold it. */
const TEXTS = {
  action: 'action',
  address: 'address',
  callerActor: 'caller_actor',
  callerRef: 'caller_ref',
  callerType: 'caller_type',
  // The text itself: two texts that mean the same to one reader may differ to another.
  meta: 'meta',
  outcome: 'outcome',
  policyHash: 'policy_hash',
  reason: 'reason',
  requestId: 'request_id',
  targetId: 'target_id',
  targetType: 'target_type',
  traceId: 'trace_id',
} as const satisfies Record<string, keyof AuditRow>;
const NAMES = Object.keys(TEXTS) as (keyof typeof TEXTS)[];

/** Reads a row without trusting it: what is no time or number must fail the check, not the checker. */
export function toChainLink(row: AuditRow, dialect: Dialect): ChainLink {
  const said: SaidInEntry = {
    id: String(row.id),
    orgId: String(row.org_id),
    at: timeOf(row.at, dialect),
  };
  for (const name of NAMES) {
    const value: unknown = row[TEXTS[name]];
    // A database that was not upgraded yet has no such column, and entries that say nothing there.
    if (value !== null && value !== undefined) said[name] = String(value);
  }
  return { seq: Number(row.seq), hash: row.hash, said };
}

function timeOf(value: unknown, dialect: Dialect): string {
  try {
    return dialect.fromTime(value)!.toISOString();
  } catch {
    return String(value);
  }
}
