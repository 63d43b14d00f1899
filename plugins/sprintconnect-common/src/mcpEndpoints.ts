import { z } from 'zod';
import { limits } from './names';

/** Below the base URL of the backend plugin: the MCP endpoint with everything that the caller may use. @public */
export const MCP_PATH = '/mcp';

/** Below the base URL of the backend plugin: the MCP endpoint of one server. @public */
export function serverEndpointPath(server: {
  environment: string;
  name: string;
}): string {
  return `${MCP_PATH}/servers/${server.environment}/${server.name}`;
}

const ENDPOINT = new RegExp(
  `^${MCP_PATH}(/servers/[a-z0-9][a-z0-9-]{0,62}/[a-zA-Z0-9_-]{1,${limits.nameLength}})?/?$`,
);

/**
 * Whether a path below the base URL of the backend plugin can be an MCP endpoint. Says nothing of whether a server of that name exists.
 * One slash at its end is a part of the path, and allowed.
 *
 * @public
 */
export function isMcpEndpointPath(path: string): boolean {
  return ENDPOINT.test(path);
}

/**
 * How a client connects to an MCP endpoint, with a credential of its own for SprintConnect; what the server behind it asks for is no
 * part of it. An agent signs in as its metadata says (RFC 9728), or sends an API key: `Authorization: Bearer <key>`.
 *
 * @public
 */
export const mcpConnectionSchema = z.object({
  url: z.url().describe('The MCP endpoint'),
  transport: z.literal('streamable-http'),
  /** Revisions of MCP, the newest first. */
  protocolVersions: z.array(z.string()),
});
/** What {@link mcpConnectionSchema} accepts. @public */
export type McpConnection = z.infer<typeof mcpConnectionSchema>;

/**
 * How to connect to everything that the caller may use, and whether people can sign in to their MCP clients with the portal: without an
 * API key, by a page of consent. Where they cannot, other authorization servers may be configured; the metadata of the endpoint names them.
 *
 * @public
 */
export const ownConnectionSchema = mcpConnectionSchema.extend({
  signIn: z.boolean(),
});
/** What {@link ownConnectionSchema} accepts. @public */
export type OwnConnection = z.infer<typeof ownConnectionSchema>;

/**
 * How to connect to a server through SprintConnect, or, without one, to everything that the caller may use.
 *
 * @param baseUrl - of the backend plugin, as clients reach it
 * @public
 */
export function mcpConnectionOf(
  server: { environment: string; name: string } | undefined,
  baseUrl: string,
): McpConnection {
  const path = server ? serverEndpointPath(server) : MCP_PATH;
  return {
    url: baseUrl.replace(/\/$/, '') + path,
    transport: 'streamable-http',
    protocolVersions: ['2026-07-28', '2025-11-25'],
  };
}
