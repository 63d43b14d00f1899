import type {
  CallMethod,
  CallOutcome,
  CapabilityKind,
  Entrance,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from '../../ports';

/** What is known of a call before anything leaves the process. */
export interface OpenedCall {
  entrance: Entrance;
  server: { id: string; name: string; environment: string };
  method: CallMethod;
  kind: CapabilityKind;
  capability: string;
  /** Bytes of the arguments as JSON. */
  argumentBytes: number;
  /** Kept only where the settings keep bodies of this environment. Exact. */
  arguments?: unknown;
}

/** How it ended. */
export interface ClosedCall {
  outcome: CallOutcome;
  /** Of the refusal, or of the failure: in kebab-case. */
  code?: string;
  /** In words for people, without secrets. */
  reason?: string;
  /** The share of the server. */
  upstreamMs?: number;
  resultBytes?: number;
  /** Kept only where the settings keep bodies of this environment. Exact. */
  result?: unknown;
}

/** A record that is open, and committed. */
export interface OpenCall {
  readonly id: string;
  /** Closes the record, once: a second one changes nothing. Never rejects; what cannot be written is tried again. */
  close(how: ClosedCall): void;
}

/** The record of every call: who used what, when, and how it ended. */
export interface CallLog {
  /**
   * Resolves when the record is committed; one commit serves all that are opened meanwhile. Rejects when it cannot be, and then
   * nothing may leave the process.
   */
  open(ctx: RequestContext, call: OpenedCall): Promise<OpenCall>;
  /** A call that was refused before anything could leave: opened and closed in one row, without waiting. Never rejects. */
  refused(ctx: RequestContext, call: OpenedCall, how: ClosedCall): string;
}
