import {
  capabilityHitsSchema,
  searchCapabilitiesQuerySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { parse } from '../http';
import { readScopeOf } from '../records';
import type { Action } from './Action';
import type { ActionDeps } from './ActionDeps';
import { rows, toQuery } from './listInput';

const input = searchCapabilitiesQuerySchema.extend(rows);

/** Finds what servers offer, by words. */
export function searchMcpCapabilities(deps: ActionDeps): Action {
  return {
    name: 'search-mcp-capabilities',
    title: 'Search MCP capabilities',
    description:
      'Finds tools, resources, and prompts of the MCP servers in the portal by what they do, and the server that offers each. Start here when you need a tool. The best match comes first.',
    isRead: true,
    input,
    output: capabilityHitsSchema,
    run: async (ctx, given) => {
      const query = parse(input, toQuery(given));
      const readScope = await readScopeOf(deps.authorizer, ctx);
      return deps.searchCapabilities(ctx, { query, readScope });
    },
  };
}
