import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { Door } from './Door';
import { type McpAnswer, McpRefusal, type McpRequest } from './McpRequest';
import { MODERN_REVISIONS, negotiated } from './revisions';
import { CODES } from './rpc';
import { usableBy } from './usableBy';

/** How long a client may take what it was told for current, in milliseconds (MCP 2026-07-28, Caching). */
export const TTL_MS = 15_000;
export const SERVER_INFO_META = 'io.modelcontextprotocol/serverInfo';

/** Of each endpoint, whatever stands behind it, so that nothing is told by it. */
const CAPABILITIES = {
  tools: { listChanged: true },
  resources: { listChanged: true, subscribe: true },
  prompts: { listChanged: true },
  completions: {},
  logging: {},
};
const ABOUT_ALL =
  'Tools and prompts of several MCP servers. The part of a name before the two underscores says which server it belongs to.';

export interface Self {
  serverInfo: { name: string; version: string; title?: string };
  instructions?: string;
}

/** Who answers at an endpoint: we, or the server as it introduced itself. Throws McpRefusal where the caller may see none. */
export async function selfOf(
  { ctx, endpoint }: Pick<McpRequest, 'ctx' | 'endpoint'>,
  door: Door,
): Promise<Self> {
  if (!endpoint.server) {
    const { version } = door;
    return {
      serverInfo: { name: 'sprintconnect', title: 'SprintConnect', version },
      instructions: ABOUT_ALL,
    };
  }
  const { servers } = await usableBy(door.authorizer, ctx);
  const found = await door.store.server(ctx, servers, endpoint.server);
  if (!found) throw noSuchServer();
  // Only a server that has never answered did not say who it is.
  const { name, serverInfo = { name, version: '0' }, instructions } = found;
  return { serverInfo, ...(instructions !== undefined && { instructions }) };
}

/** What is not there, and what the caller may not see, alike. */
export function noSuchServer(): McpRefusal {
  return new McpRefusal(
    {
      code: CODES.refused,
      message:
        'There is no server of that name that you can use. Check the address, or ask its owner for access.',
    },
    404,
  );
}

/** `initialize` (MCP 2025-11-25, Lifecycle). */
export async function initialize(
  request: McpRequest,
  door: Door,
): Promise<McpAnswer> {
  const { plain, ctx, endpoint } = request;
  const { serverInfo, instructions } = await selfOf(request, door);
  const protocolVersion = negotiated(plain.protocolVersion);
  const token = door.sessions.begin(
    { ctx, endpoint },
    { protocolVersion, clientCapabilities: objectOr(plain.capabilities) },
  );
  return {
    json: JSON.stringify({
      protocolVersion,
      capabilities: CAPABILITIES,
      serverInfo,
      ...(instructions !== undefined && { instructions }),
    }),
    headers: { 'Mcp-Session-Id': token },
  };
}

/** `server/discover` (MCP 2026-07-28, Discovery). */
export async function discover(
  request: McpRequest,
  door: Door,
): Promise<McpAnswer> {
  const { serverInfo, instructions } = await selfOf(request, door);
  return {
    json: JSON.stringify({
      supportedVersions: MODERN_REVISIONS,
      capabilities: CAPABILITIES,
      ...(instructions !== undefined && { instructions }),
      ttlMs: TTL_MS,
      cacheScope: 'private',
      resultType: 'complete',
      _meta: { [SERVER_INFO_META]: serverInfo },
    }),
  };
}

function objectOr(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}
