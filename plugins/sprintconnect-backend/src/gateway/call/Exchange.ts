import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';

/** How far a call has come (MCP, Progress). */
export interface Progress {
  progress: number;
  total?: number;
  message?: string;
}

/** What a server asks of its client while it works: `elicitation/create`, `sampling/createMessage` or `roots/list`. */
export interface Question {
  method: string;
  params: JsonObject;
}

/** What the entrance of a call can do for it meanwhile. */
export interface Exchange {
  /** Aborted when the caller cancels, or has gone. */
  signal: AbortSignal;
  /** Absent: nobody asked for progress, so that the server is not asked for it either. */
  onProgress?(progress: Progress): void;
  /** Hears `notifications/message` of the server. Absent: nobody does. */
  onLog?(params: JsonObject): void;
  /** Hears that an elicitation at an address is complete. Absent: nobody does. */
  onElicited?(elicitationId: string): void;
  /** What the client declared that it can be asked, as the capabilities of MCP; `{}` where it can be asked nothing. */
  clientCapabilities: JsonObject;
  /**
   * Asks the client. Absent: nobody can be asked. Throws `RpcError` with what the client answers instead, and an
   * AbortError when nobody answers any more.
   */
  ask?(question: Question, signal: AbortSignal): Promise<JsonObject>;
  /**
   * The client speaks MCP 2026-07-28: a result that asks for input is passed on to it, and not answered by `ask`.
   */
  takesInputRequired?: boolean;
}
