import { z } from 'zod';
import {
  type ClientFile,
  clientConfiguration,
  clientNames,
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
      .enum(clientNames)
      .describe('Returns the configuration for this client only. Default: all')
      .optional(),
  })
  .superRefine(requireOneServer);

const configurationSchema = z.object({
  client: z.enum(clientNames),
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
    needsCredential: z
      .boolean()
      .describe(
        'The server asks for a token, which SprintConnect does not have',
      ),
    configurations: z.array(configurationSchema),
    note: z.string().optional(),
  });

/** How to connect to a server, as its page tells it. */
export function getMcpConnectionConfig(deps: ActionDeps): Action {
  return {
    name: 'get-mcp-connection-config',
    title: 'Get the connection configuration of an MCP server',
    description:
      'Returns what you need to connect to an MCP server directly: its addresses, headers, and protocol version, and ready configuration for Claude, VS Code, Cursor, Codex, and Gemini CLI.',
    isRead: true,
    input,
    output,
    run: async (ctx, given) => {
      const { client, ...key } = parse(input, given);
      const readable = await deps.authorizer.judge(ctx, serverReadPermission);
      const server = await findServer(deps, ctx, { key, readable });
      return connectionOf(server, client ? [client] : clientNames);
    },
  };
}

function connectionOf(
  server: Server,
  clients: readonly (typeof clientNames)[number][],
): z.infer<typeof output> {
  const { id, name, environment, remotes, era, protocolVersion } = server;
  const configurations = clients.flatMap(client => {
    const found = clientConfiguration(server, client);
    return found ? [{ client, ...found }] : [];
  });
  return {
    ...{ id, name, environment, remotes, era, protocolVersion },
    needsCredential: server.credentialRef !== undefined,
    configurations,
    ...(configurations.length === 0 && {
      note: "This server is a process of the portal, set in app-config. Other clients can't connect to it; an administrator can tell its command.",
    }),
  };
}
