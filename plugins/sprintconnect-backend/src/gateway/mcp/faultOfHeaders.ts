import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { RpcFault } from '../call/CallAnswer';
import { CODES } from './rpc';

/** Which part of the params `Mcp-Name` repeats (MCP 2026-07-28, Streamable HTTP, Standard Request Headers). */
const NAMED_BY = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
]);
const WRAPPED = /^=\?base64\?(.*)\?=$/;
const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What is asked, and what its headers say of it. */
export interface HeadedRequest {
  method: string;
  params: JsonObject;
  header(name: string): string | undefined;
}

/**
 * What is wrong with the headers of a modern request that repeat its body: whoever decided by them must have decided about what is done
 * (MCP 2026-07-28, Streamable HTTP, Server Validation). That those which are there agree was judged before. Pure.
 */
export function faultOfHeaders({
  method,
  params,
  header,
}: HeadedRequest): RpcFault | undefined {
  for (const name of ['MCP-Protocol-Version', 'Mcp-Method']) {
    if (header(name) === undefined) return mismatch(`${name} is missing`);
  }
  const part = NAMED_BY.get(method);
  const named = part && params[part];
  if (typeof named !== 'string') return undefined;
  const said = header('Mcp-Name');
  if (said === undefined) return mismatch('Mcp-Name is missing');
  const decoded = decodeHeader(said);
  if (decoded === undefined) return mismatch('Mcp-Name is not valid Base64');
  return decoded === named
    ? undefined
    : mismatch(`Mcp-Name is not params.${part} of the body`);
}

/** A value that a header of MCP carries (the same, Value Encoding). Undefined for what is none. Pure. */
export function decodeHeader(header: string): string | undefined {
  const value = header.replace(/^[ \t]+|[ \t]+$/g, '');
  const wrapped = WRAPPED.exec(value)?.[1];
  if (wrapped === undefined) return value;
  if (!BASE64.test(wrapped)) return undefined;
  return Buffer.from(wrapped, 'base64').toString('utf8');
}

export function mismatch(what: string): RpcFault {
  return {
    code: CODES.headerMismatch,
    message: `The headers don't match the body: ${what}.`,
  };
}
