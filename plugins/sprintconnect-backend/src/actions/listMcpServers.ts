import { z } from 'zod';
import {
  type Server,
  serverPageSchema,
  serverQuerySchema,
  serverReadPermission,
  serverSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { parse } from '../http';
import type { Action } from './Action';
import type { ActionDeps } from './ActionDeps';
import { rows, toQuery } from './listInput';

const input = serverQuerySchema.omit({ fields: true }).extend({
  ...rows,
  count: z
    .boolean()
    .describe('Whether to return the number of all servers as totalItems')
    .optional(),
});

/** What tells one server from another. */
const SHOWN = [
  ...(['id', 'name', 'title', 'description', 'environment', 'tags'] as const),
  ...(['owner', 'lifecycle', 'system', 'entityRef', 'status'] as const),
  ...(['origin', 'era', 'counts', 'health', 'lastDiscoveredAt'] as const),
  'match' as const,
] satisfies (keyof Server)[];

const listedSchema = serverSchema.pick(
  Object.fromEntries(SHOWN.map(name => [name, true])) as {
    [K in (typeof SHOWN)[number]]: true;
  },
);

/** Lists servers. */
export function listMcpServers(deps: ActionDeps): Action {
  return {
    name: 'list-mcp-servers',
    title: 'List MCP servers',
    description:
      'Lists the MCP servers in the portal with their owner, environment, and health. Filters narrow the list; nextCursor of one page is the cursor of the next.',
    isRead: true,
    input,
    output: serverPageSchema(listedSchema),
    run: async (ctx, given) => {
      const query = parse(input, toQuery(given));
      const readable = await deps.authorizer.judge(ctx, serverReadPermission);
      return deps.registry.listServers(ctx, {
        query: { ...query, fields: [...SHOWN] },
        readable,
      });
    },
  };
}
