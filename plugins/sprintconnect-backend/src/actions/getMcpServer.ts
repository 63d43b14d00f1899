import { z } from 'zod';
import {
  type Capability,
  capabilityReadPermission,
  capabilitySchema,
  serverReadPermission,
  serverSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { parse } from '../http';
import type { RequestContext } from '../ports';
import { readScopeOf } from '../records';
import { type Action, ROWS_MAX } from './Action';
import type { ActionDeps } from './ActionDeps';
import { findServer, requireOneServer, serverKey } from './serverKey';

const FIELDS = ['kind', 'name', 'title', 'description'] as const;

const input = z.strictObject(serverKey).superRefine(requireOneServer);
const output = z.object({
  server: serverSchema.omit({ access: true, match: true }),
  capabilities: z
    .array(
      capabilitySchema.pick({
        kind: true,
        name: true,
        title: true,
        description: true,
      }),
    )
    .max(ROWS_MAX)
    .describe('What it offers, without schemas; at most 50')
    .optional(),
  totalCapabilities: z.number().int().optional(),
});

/** One server, and what it offers in short. */
export function getMcpServer(deps: ActionDeps): Action {
  return {
    name: 'get-mcp-server',
    title: 'Get an MCP server',
    description:
      'Returns one MCP server with its addresses, owner, health, last refresh error, instructions, and the names of what it offers.',
    isRead: true,
    input,
    output,
    run: async (ctx, given) => {
      const key = parse(input, given);
      const readable = await deps.authorizer.judge(ctx, serverReadPermission);
      const server = await findServer(deps, ctx, { key, readable });
      return { server, ...(await offered(deps, ctx, server.id)) };
    },
  };
}

/** Nothing for who may see servers only. */
async function offered(
  { authorizer, registry }: ActionDeps,
  ctx: RequestContext,
  id: string,
) {
  const [isHeld] = await authorizer.holds(ctx, [capabilityReadPermission]);
  if (!isHeld) return {};
  const { items, totalItems } = await registry.listCapabilities(ctx, {
    id,
    query: { limit: ROWS_MAX, count: true, fields: [...FIELDS] },
    readScope: await readScopeOf(authorizer, ctx),
  });
  return {
    capabilities: items as Pick<Capability, (typeof FIELDS)[number]>[],
    totalCapabilities: totalItems,
  };
}
