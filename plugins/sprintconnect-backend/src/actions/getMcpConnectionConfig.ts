import { z } from 'zod';
import {
  type ClientFile,
  clientConfiguration,
  clientNames,
  endpointClientNames,
  endpointConfiguration,
  mcpConnectionOf,
  ownConnectionSchema,
  type Server,
  serverReadPermission,
  serverSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { parse } from '../http';
import type { Action } from './Action';
import type { ActionDeps } from './ActionDeps';
import { findServer, requireOneServer, serverKey } from './serverKey';

const input = z
  .strictObject({
    ...serverKey,
    client: z
      .enum(endpointClientNames)
      .describe('Returns the configuration for this client only. Default: all')
      .optional(),
    direct: z
      .boolean()
      .describe(
        'Returns how to connect to the server itself, past SprintConnect and its checks. Default: false',
      )
      .optional(),
  })
  .superRefine(requireOneServer);

const configurationSchema = z.object({
  client: z.enum(endpointClientNames),
  file: z.string().describe('Where the client looks for it'),
  text: z.string().describe('What to write into the file'),
  command: z.string().describe('A command that does the same').optional(),
  link: z.string().describe('Opens the client to add the server').optional(),
  credential: z
    .union([
      z.object({ variable: z.string() }),
      z.object({ prompt: z.literal(true) }),
      z.object({ placeholder: z.literal(true) }),
    ])
    .describe('Where the file takes the token from')
    .optional(),
} satisfies Record<keyof ClientFile | 'client', z.ZodType>);

const output = serverSchema
  .pick({
    id: true,
    name: true,
    environment: true,
    remotes: true,
    era: true,
    protocolVersion: true,
  })
  .extend({
    endpoint: ownConnectionSchema.describe(
      'The server through SprintConnect. Clients sign in to the portal where "signIn" is true, or send an API key of SprintConnect as a bearer token',
    ),
    needsCredential: z
      .boolean()
      .describe(
        'The server itself asks for a token, which SprintConnect does not have',
      ),
    configurations: z.array(configurationSchema),
    note: z.string().optional(),
  });
type Output = z.infer<typeof output>;

/** How to connect to a server, as its page tells it: through SprintConnect, or directly. */
export function getMcpConnectionConfig(deps: ActionDeps): Action {
  return {
    name: 'get-mcp-connection-config',
    title: 'Get the connection configuration of an MCP server',
    description:
      'Returns what you need to connect to an MCP server: its endpoint at SprintConnect, its own addresses and protocol version, and ready configuration for Claude, VS Code, Cursor, Codex, Gemini CLI, LangGraph, and curl. The configuration goes through SprintConnect unless you ask for the direct one.',
    isRead: true,
    input,
    output,
    run: async (ctx, given) => {
      const { client, direct, ...key } = parse(input, given);
      const readable = await deps.authorizer.judge(ctx, serverReadPermission);
      const server = await findServer(deps, ctx, { key, readable });
      const clients = client ? [client] : endpointClientNames;
      const endpoint = {
        ...mcpConnectionOf(server, deps.baseUrl),
        signIn: deps.portalSignIn !== undefined,
      };
      return {
        ...factsOf(server),
        endpoint,
        ...(direct
          ? directly(server, clients)
          : through(endpoint, { server, clients })),
      };
    },
  };
}

function factsOf(server: Server) {
  const { id, name, environment, remotes, era, protocolVersion } = server;
  return {
    ...{ id, name, environment, remotes, era, protocolVersion },
    needsCredential: server.credentialRef !== undefined,
  };
}

type Clients = readonly (typeof endpointClientNames)[number][];
type Configured = Pick<Output, 'configurations' | 'note'>;

function through(
  { url, signIn }: Output['endpoint'],
  { server, clients }: { server: Server; clients: Clients },
): Configured {
  const access = signIn ? 'sign-in' : 'key';
  const endpoint = { name: server.name, url };
  return {
    configurations: clients.map(client => ({
      client,
      ...endpointConfiguration(endpoint, { client, access }),
    })),
  };
}

function directly(server: Server, clients: Clients): Configured {
  const configurations = clientNames.flatMap(client => {
    const found = clients.includes(client)
      ? clientConfiguration(server, client)
      : undefined;
    return found ? [{ client, ...found }] : [];
  });
  return {
    configurations,
    ...(configurations.length === 0 && { note: whyNoneDirectly(server) }),
  };
}

function whyNoneDirectly({ remotes }: Server): string {
  return remotes.every(({ type }) => type === 'stdio')
    ? "This server is a process of the portal, set in app-config. Other clients can't connect to it directly; an administrator can tell its command."
    : 'There is no configuration that connects this client to the server directly. Leave out "direct".';
}
