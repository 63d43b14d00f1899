import {
  MCP_PATH,
  mcpConnectionOf,
  type OwnConnection,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';

/** An MCP endpoint, and what a client is to call it: that of a server, or that of everything. */
export function endpointOf(
  { url }: OwnConnection,
  server?: Pick<Server, 'environment' | 'name'>,
): { name: string; url: string } {
  if (!server) return { name: 'sprintconnect', url };
  const baseUrl = url.slice(0, -MCP_PATH.length);
  return { name: server.name, url: mcpConnectionOf(server, baseUrl).url };
}
