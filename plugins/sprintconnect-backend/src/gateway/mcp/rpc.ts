import type { RpcFault } from '../call/CallAnswer';

/** The id of a request (JSON-RPC 2.0, section 4; MCP forbids null). */
export type RpcId = string | number;

/** Codes of JSON-RPC 2.0 and of MCP. */
export const CODES = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  /** Of our own: what was asked was understood, and is refused. */
  refused: -32000,
  /** URLElicitationRequired (MCP 2025-11-25, Elicitation). */
  pageFirst: -32042,
  /** MCP 2025-11-25, Resources: a resource that is not there. */
  resourceNotFound: -32002,
  headerMismatch: -32020,
  missingCapability: -32021,
  unsupportedVersion: -32022,
} as const;

/** A result, of which `json` is the text. */
export function resultMessage(id: RpcId, json: string): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${json}}`;
}

/** An error; `id` is null where it could not be read (JSON-RPC 2.0, section 5). */
export function errorMessage(id: RpcId | null, fault: RpcFault): string {
  const { code, message, data } = fault;
  return JSON.stringify({
    jsonrpc: '2.0',
    id,
    error: { code, message, ...(data !== undefined && { data }) },
  });
}

/** A request of ours to the client. */
export function requestMessage(request: {
  id: RpcId;
  method: string;
  params: object;
}): string {
  return JSON.stringify({ jsonrpc: '2.0', ...request });
}

export function notificationMessage(method: string, params: object): string {
  return JSON.stringify({ jsonrpc: '2.0', method, params });
}
