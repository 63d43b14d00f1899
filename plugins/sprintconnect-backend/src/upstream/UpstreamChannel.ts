import type {
  JsonObject,
  Remote,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { EraVerdict } from './EraVerdict';

/** A request of MCP to a server, with exact values (`parseExactly`). */
export interface ChannelRequest {
  method: string;
  /** Without what belongs to this hop: the channel adds the envelope of its era and the progress token. */
  params: JsonObject;
  /** Of a tool: its input schema, which may ask for headers (`x-mcp-header`). Without it none are sent. */
  inputSchema?: JsonObject;
}

/** What may happen while a request is under way. */
export interface ChannelHandling {
  /** Aborting cancels the request at the server, too. */
  signal: AbortSignal;
  timeoutMs: number;
  /** Absent: no progress is asked for. */
  onProgress?(params: {
    progress: number;
    total?: number;
    message?: string;
  }): void;
  /** Hears `notifications/message` that belongs to this request. */
  onLog?(params: JsonObject): void;
  /** Hears that what the client was asked to do at an address is done (MCP 2025-11-25, Elicitation, Completion Notifications). */
  onElicited?(elicitationId: string): void;
  /** What the client can be asked, as it declared it. A modern server is told with each request. */
  clientCapabilities: JsonObject;
  /** Answers what the server asks of its client. Absent: it is told that nobody can be asked. What is thrown becomes an error of JSON-RPC. */
  onQuestion?(
    question: { method: string; params: JsonObject },
    signal: AbortSignal,
  ): Promise<JsonObject>;
  /** At most so many bytes of the answer; more is `too-large`. */
  resultBytesMax: number;
}

/** Who opens a channel. */
export interface ChannelOpening {
  signal: AbortSignal;
  /** What the client can be asked, as it declared it. A legacy server is told when its session begins. */
  clientCapabilities: JsonObject;
}

/** What a server answered: a result, or an error of JSON-RPC. Exact. */
export type ChannelAnswer =
  | { result: JsonObject; bytes: number }
  | { error: { code: number; message: string; data?: unknown }; bytes: number };

/**
 * A conversation with one server for calls: requests as they were asked, answers as the server gave them. Several requests may be
 * under way at once. Must be closed.
 */
export interface UpstreamChannel {
  readonly remote: Remote;
  readonly verdict: EraVerdict;
  /** What the server claims to offer. */
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** The server opened a session for it, so that it must never serve two callers. So do all processes and HTTP+SSE. */
  readonly hasSession: boolean;
  /** Nothing can be asked on it any more. */
  readonly isOver: boolean;
  /** Settles, and never rejects, when the conversation has ended. */
  readonly closed: Promise<void>;
  /** Throws `UpstreamError`; its `neverRan` says that the server cannot have done anything of it. */
  request(
    request: ChannelRequest,
    handling: ChannelHandling,
  ): Promise<ChannelAnswer>;
  /** Hears what the server announces by itself, such as `notifications/resources/updated`. Gives how to stop. */
  onNotification(
    listener: (message: { method: string; params: JsonObject }) => void,
  ): () => void;
  close(): Promise<void>;
}
