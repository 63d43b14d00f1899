import {
  type JsonObject,
  parseExactly,
} from '@sprintconnect/plugin-sprintconnect-common';

/** Levels of nesting that a message may have: whoever writes it again goes down them one by one. */
const LEVELS_MAX = 200;

/** A message of JSON-RPC 2.0, exact (`parseExactly`). */
export interface RpcMessage {
  id?: unknown;
  method?: string;
  params?: JsonObject;
  result?: JsonObject;
  error?: { code: number; message: string; data?: unknown };
}

/**
 * Reads one message of JSON-RPC 2.0 without losing a digit. Undefined for what is none: other JSON, a batch (MCP has none since
 * 2025-06-18), an answer without a result that is an object or an error with a code, or more than 200 levels. Pure.
 */
export function readMessage(text: string): RpcMessage | undefined {
  const value = parsed(text);
  if (!isObject(value) || value.jsonrpc !== '2.0') return undefined;
  const { id, method, params, result, error } = value;
  if (typeof method === 'string') {
    return { id, method, params: isObject(params) ? params : {} };
  }
  if (isObject(result)) return { id, result };
  if (!isObject(error) || typeof error.code !== 'number') return undefined;
  const { code, message, data } = error;
  return { id, error: { code, message: String(message ?? ''), data } };
}

function parsed(text: string): unknown {
  try {
    const { exact } = parseExactly(text);
    return isWithin(exact, LEVELS_MAX) ? exact : undefined;
  } catch {
    return undefined;
  }
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const key in value) {
    if (!isWithin((value as JsonObject)[key], levels - 1)) return false;
  }
  return true;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
