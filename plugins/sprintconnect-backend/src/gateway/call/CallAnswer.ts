import type {
  CallOutcome,
  JsonObject,
  ProblemKind,
} from '@sprintconnect/plugin-sprintconnect-common';

/** An error of JSON-RPC, as the server said it. Its text is bounded, and holds nothing that we sent as a secret. */
export interface RpcFault {
  code: number;
  message: string;
  data?: unknown;
}

/** Why a call was not made, or did not come to an end, in words for people. It says nothing that the caller may not know. */
export interface Refusal {
  /** For machines, in kebab-case, such as `arguments-invalid`; MCP clients find it in `_meta`. */
  code: string;
  /** What happened, and what to do; for records as well, which others read. See {@link wordsOf}. */
  message: string;
  /** How REST answers it. */
  problem: ProblemKind;
  /** Each fault of the arguments, with its JSON path. */
  faults?: readonly { path: string; message: string }[];
  /** Of `input-not-possible`: what the client would have to declare, as capabilities of MCP. */
  requiredCapabilities?: JsonObject;
  /** Of `connection-required`: the page where this person, and nobody else, connects an account. */
  connectUrl?: string;
  /** When trying again may help, in seconds. */
  retryAfterSeconds?: number;
}

/** What whoever called reads of a refusal: with the link that is for them alone. Pure. */
export function wordsOf({ message, connectUrl }: Refusal): string {
  return connectUrl === undefined
    ? message
    : `${message} The link is for you alone, and good for an hour: ${connectUrl}`;
}

/** How a call ended. A refusal is a value: only what nobody foresaw is thrown, and its record closes all the same. */
export interface CallAnswer {
  /** The id of the record. Absent where there is none, as of a server that the caller cannot see. */
  callId?: string;
  outcome: CallOutcome;
  /** What the server answered, exact; of `succeeded` and `tool-error`. */
  result?: JsonObject;
  /** The server answered with an error of the protocol. */
  fault?: RpcFault;
  refusal?: Refusal;
  /** The server may have begun with it, so that asking again may do it twice. Absent: nothing of it was done. */
  wasAsked?: true;
  /** From the question to the answer, and the share of the server in it. */
  durationMs: number;
  upstreamMs?: number;
}
