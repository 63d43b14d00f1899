import type {
  CapabilityKind,
  Era,
} from '@sprintconnect/plugin-sprintconnect-common';

/** One tool, resource, resource template or prompt, whole, as the server sent it. */
export interface ObservedCapability {
  kind: CapabilityKind;
  /** What identifies it on the wire: name, URI or URI template. */
  name: string;
  definition: Record<string, unknown>;
  /** What had to be changed in it to keep it, as sentences. */
  notes?: readonly string[];
}

/** Why one list is not known whole, while others are. */
export interface ObservedListFault {
  kind: CapabilityKind;
  code: string;
  /** For people. */
  message: string;
  /**
   * Items that the list has and that cannot be kept: how many, and the names of those that have one. Absent: the list could
   * not be read.
   */
  leftOut?: { count: number; names: readonly string[] };
}

/** Everything that one discovery found out about a server. */
export interface ObservedServer {
  era: Era;
  protocolVersion: string;
  /** When the era was negotiated; earlier than the discovery where an old verdict was used again. */
  verdictAt: Date;
  serverInfo?: { name: string; version: string; title?: string };
  instructions?: string;
  /** How long the server says that its lists stay fresh (MCP 2026-07-28, Caching). */
  ttlMs?: number;
  /** The remote that answered. */
  remoteUrl: string;
  /** Whether the server promises to announce changes of its lists. Default: false. */
  announcesChanges?: boolean;
  /** When the discovery began: what was asked for after that needs another. */
  startedAt?: Date;
  capabilities: ObservedCapability[];
  /** At most one for each kind. Default: none, and `capabilities` is everything that the server offers. */
  faults?: readonly ObservedListFault[];
}

/** The era that a remote was last found to speak. */
export interface EraVerdict {
  era: Era;
  protocolVersion: string;
  at: Date;
  remoteUrl: string;
}
