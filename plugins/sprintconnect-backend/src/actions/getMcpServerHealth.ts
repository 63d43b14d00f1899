import { z } from 'zod';
import {
  serverHealthSchema,
  serverReadPermission,
  serverSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { parse } from '../http';
import type { Action } from './Action';
import type { ActionDeps } from './ActionDeps';
import { findServer, requireOneServer, serverKey } from './serverKey';

const input = z.strictObject(serverKey).superRefine(requireOneServer);
const { id, name, environment } = serverSchema.shape;

/** Whether a server works. */
export function getMcpServerHealth(deps: ActionDeps): Action {
  return {
    name: 'get-mcp-server-health',
    title: 'Get the health of an MCP server',
    description:
      'Returns whether an MCP server responds now, why not, its uptime and latency, its service level objective, and the incident that lasts.',
    isRead: true,
    input,
    output: serverHealthSchema.extend({ id, name, environment }),
    run: async (ctx, given) => {
      const key = parse(input, given);
      const readable = await deps.authorizer.judge(ctx, serverReadPermission);
      const server = await findServer(deps, ctx, { key, readable });
      return {
        id: server.id,
        name: server.name,
        environment: server.environment,
        ...(await deps.healthOf(ctx, server)),
      };
    },
  };
}
