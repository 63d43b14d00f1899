import type { Tx } from './Database';
import type { RequestContext } from './RequestContext';

/** One thing somebody did. `meta` holds ids, names and versions, never secrets or content. */
export interface AuditEntry {
  /** kebab-case verb with its noun, such as `server-register`. */
  action: string;
  target: { type: string; id: string };
  outcome: 'success' | 'failure';
  reason?: string;
  meta?: Record<string, unknown>;
}

/** Append-only record of every state change, written in the transaction that makes it. */
export interface AuditTrail {
  record(tx: Tx, ctx: RequestContext, entry: AuditEntry): Promise<void>;
}
