import type { Tx } from './Database';
import type { RequestContext } from './RequestContext';

/** One thing somebody did. `meta` holds ids, names and versions, never secrets or content. */
export interface AuditEntry {
  /** kebab-case verb with its noun, such as `server-register`. */
  action: string;
  target: { type: string; id: string };
  outcome: 'success' | 'failure';
  reason?: string;
  /** Hash of the policy that decided. Default: that of the rules of access in force. */
  policyHash?: string;
  meta?: Record<string, unknown>;
}

/** Somebody whose request was refused: a caller, or what is known of one whom nobody could name. */
export type RefusedCaller =
  RequestContext | Pick<RequestContext, 'requestId' | 'traceId' | 'address'>;

/** Append-only record of every state change, written in the transaction that makes it, and of every refusal. */
export interface AuditTrail {
  record(tx: Tx, ctx: RequestContext, entry: AuditEntry): Promise<void>;
  /**
   * Notes a refused request or a failed credential, outside of any transaction of the request, since that is rolled
   * back. Answers at once; what repeats is counted rather than written each time. Never throws.
   */
  refused(by: RefusedCaller, entry: AuditEntry): void;
}
