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
