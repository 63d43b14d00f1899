import type {
  CallMethod,
  Entrance,
  JsonObject,
} from '@sprintconnect/plugin-sprintconnect-common';

/** Which server, by its id or by its names. */
export type ServerRef = { id: string } | { environment: string; name: string };

/** What somebody asks for: one use of one capability. Its values are exact (`parseExactly`), as they were read. */
export interface AskedCall {
  entrance: Entrance;
  server: ServerRef;
  method: CallMethod;
  /** By identity: the name of the tool or prompt, or the URI of the resource, as the server says it. */
  capability: string;
  /** Of a tool or a prompt. */
  arguments?: JsonObject;
  /** `_meta` of the request, without what is for one hop only. */
  meta?: JsonObject;
  /** Answers to an earlier `input_required`, with the state that came with it (MCP 2026-07-28, multi-round-trip requests). */
  inputResponses?: JsonObject;
  requestState?: string;
  /** What a header of the request says, where headers have to repeat arguments (MCP 2026-07-28, `Mcp-Param-…`). */
  header?(name: string): string | undefined;
  /** How long the caller waits; ours ends before it. Absent: the time of the server, or the default. */
  timeoutMs?: number;
}
