import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import { decodeHeader } from '../../upstream';
import type { RpcFault } from '../call/CallAnswer';
import { CODES } from './rpc';

/** Which part of the params `Mcp-Name` repeats (MCP 2026-07-28, Streamable HTTP, Standard Request Headers). */
const NAMED_BY = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
]);

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

function mismatch(what: string): RpcFault {
  return {
    code: CODES.headerMismatch,
    message: `The headers don't match the body: ${what}.`,
  };
}
