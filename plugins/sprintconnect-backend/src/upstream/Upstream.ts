import type {
  CapabilityKind,
  Remote,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { OutgoingCredential } from '../ports';
import type { EraVerdict } from './EraVerdict';
import type { ChannelOpening, UpstreamChannel } from './UpstreamChannel';

export interface UpstreamTarget {
  orgId: string;
  serverId: string;
  /** Whose egress rules hold. Absent: not said yet, as in a test of a connection. */
  environment: string | undefined;
  /** Tried in this order. */
  remotes: readonly Remote[];
  /** Longest time to connect to one of them, negotiation included. Absent: that of the settings. */
  connectTimeoutMs?: number;
  /** The name of a shared credential, or the id of the server's own: presented with each request. Absent: none is. */
  credentialRef?: string;
  /** Who calls, of a server that each person uses with an account of their own; see `CredentialUser`. */
  caller?: { userRef?: string };
  /** In the place of what `credentialRef` names: one that is not kept yet. */
  credential?: OutgoingCredential;
  /** What an earlier connection found. A legacy verdict younger than a day saves a round trip. */
  prior?: EraVerdict;
}

/** One thing that a server offers. `definition` is the object as the server sent it, unchanged and unchecked. */
export interface ObservedItem {
  kind: CapabilityKind;
  /** Tool or prompt name, resource URI, or URI template. Empty where the server gives none. */
  name: string;
  definition: Record<string, unknown>;
}

/** An open conversation with one server. Must be closed. */
export interface UpstreamConnection {
  /** The one of the remotes that answered. */
  readonly remote: Remote;
  readonly verdict: EraVerdict;
  /** Within `bounds`, and so are the instructions. */
  readonly serverInfo?: { name: string; version: string; title?: string };
  readonly instructions?: string;
  /** What the server claims to offer: which lists it has, and whether it announces their changes. */
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** The shortest `ttlMs` above 0 among the answers so far (MCP 2026-07-28, Caching). Legacy servers give none. */
  readonly ttlMs?: number;
  /** Settles, and never rejects, when the conversation or its stream of notifications has ended. */
  readonly closed: Promise<void>;
  /** The conversation has ended, or its session: what fails from then on says nothing about what was asked. */
  readonly isOver: boolean;
  /**
   * Everything of one kind, one page a step. Several kinds may be listed at once. A kind that the server does not
   * claim is empty without being asked for, unless the server claims none of them; one that it claims and
   * does not know is empty. Throws UpstreamError.
   */
  list(
    kind: CapabilityKind,
    signal: AbortSignal,
  ): AsyncIterable<ObservedItem[]>;
  /**
   * Tells of each change of a list that the server announces; undefined when it promises no announcements.
   * The promise settles when announcements flow, with what ends them, and rejects with UpstreamError when
   * the server does not keep its promise. When they end by themselves, `closed` settles.
   */
  onListChanged(
    listener: (kinds: readonly CapabilityKind[]) => void,
  ): Promise<() => void> | undefined;
  /** Asks whether the server answers: any answer will do, an error, too. Throws UpstreamError. */
  ping(signal: AbortSignal): Promise<void>;
  /** Ends the session, the connection and, for stdio, the process with all its children. Never rejects. */
  close(): Promise<void>;
}

/** A server that answered as MCP asks. */
export interface ProbeAnswer {
  /**
   * From dialling to the whole answer of the remote that gave it. Of a process, which is started for the probe, from the question
   * that follows its first answer to the answer to that: how long it takes to start is another matter.
   */
  latencyMs: number;
}

/** Speaks MCP with servers. */
export interface Upstream {
  /** Connects to the first remote that works. Throws UpstreamError; after several remotes it tells of each. */
  connect(
    target: UpstreamTarget,
    signal: AbortSignal,
  ): Promise<UpstreamConnection>;
  /** Connects as {@link Upstream.connect} does, for calls. */
  openChannel(
    target: UpstreamTarget,
    opening: ChannelOpening,
  ): Promise<UpstreamChannel>;
  /**
   * Whether the server answers: the cheapest honest question of its era to each remote in turn until one answers,
   * all within `timeoutMs`. Throws UpstreamError as {@link Upstream.connect} does.
   */
  probe(
    target: UpstreamTarget,
    limits: { signal: AbortSignal; timeoutMs: number },
  ): Promise<ProbeAnswer>;
}
