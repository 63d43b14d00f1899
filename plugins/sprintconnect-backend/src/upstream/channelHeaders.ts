import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { HttpRemote } from './askOnce';
import {
  encodeHeader,
  faultOfParamHeaders,
  paramHeaders,
} from './paramHeaders';
import type { SdkConnection } from './SdkConnection';
import type { EraVerdict } from './EraVerdict';
import type { ChannelRequest } from './UpstreamChannel';
import { UpstreamError } from './UpstreamError';

/** Which parameter stands in `Mcp-Name` (MCP 2026-07-28, Streamable HTTP, Standard Request Headers). */
const NAMED_BY: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/** The headers of a message over Streamable HTTP, none of which comes from our caller. Pure. */
export function headersOf(
  { remote, sessionId, verdict }: SdkConnection,
  request?: ChannelRequest,
): Record<string, string> {
  const headers: Record<string, string> = {
    ...(remote as HttpRemote).headers,
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'mcp-protocol-version': verdict.protocolVersion,
  };
  if (sessionId !== undefined) headers['mcp-session-id'] = sessionId;
  if (!request || verdict.era === 'legacy') return headers;
  const { method, params, inputSchema } = request;
  headers['mcp-method'] = method;
  const name = params[NAMED_BY[method] ?? ''];
  if (typeof name === 'string') headers['mcp-name'] = encodeHeader(name);
  if (!inputSchema) return headers;
  const args = (params.arguments ?? {}) as JsonObject;
  return { ...headers, ...paramHeaders(inputSchema, args) };
}

/** Throws UpstreamError where the schema of the tool asks for headers in a way that a modern client must not follow. Pure. */
export function refuseWrongHeaders(
  { inputSchema }: ChannelRequest,
  { era }: EraVerdict,
): void {
  const fault =
    inputSchema && era === 'modern' && faultOfParamHeaders(inputSchema);
  if (!fault) return;
  throw new UpstreamError(
    'protocol',
    `The tool can't be called: in its input schema, ${fault}. The owner of the server can correct it.`,
    { neverRan: true },
  );
}
