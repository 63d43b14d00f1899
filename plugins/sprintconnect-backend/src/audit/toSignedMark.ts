import type { Dialect } from '../ports';
import type { SignedMark } from './createMarkSigner';

/** A row of `audit_heads` or `audit_checkpoints` as the database gives it. */
interface MarkRow {
  org_id: string;
  seq: unknown;
  hash: string | null;
  at: unknown;
  mac: string | null;
}

/** Reads a row without trusting it: what is no time or number must fail the signature, not who asks for it. */
export function toSignedMark(
  kind: SignedMark['kind'],
  row: MarkRow,
  dialect: Dialect,
): SignedMark {
  return {
    kind,
    orgId: row.org_id,
    seq: Number(row.seq),
    hash: row.hash,
    at: timeOf(row.at, dialect),
    mac: row.mac,
  };
}

function timeOf(value: unknown, dialect: Dialect): Date {
  try {
    return dialect.fromTime(value)!;
  } catch {
    return new Date(NaN);
  }
}
