import type { ResourcePermission } from '@backstage/plugin-permission-common';
import { z } from 'zod';
import {
  type Accepted,
  jobStateSchema,
  serverSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Done, parse } from '../http';
import type { RequestContext } from '../ports';
import { PERMISSION_TO, writeJudgementsOf } from '../registry';
import type { Action } from './Action';
import type { ActionDeps } from './ActionDeps';
import { findServer, requireOneServer, serverKey } from './serverKey';

const input = z.strictObject(serverKey).superRefine(requireOneServer);
const output = serverSchema.pick({ id: true, name: true }).extend({
  jobId: z.uuid(),
  status: jobStateSchema.describe('State of the job'),
});

/** What makes a job for one server. */
type RequestJob = (
  ctx: RequestContext,
  request: Awaited<ReturnType<typeof writeJudgementsOf>> & { id: string },
) => Promise<Done<Accepted>>;

/** Has what a server offers read now. */
export function discoverMcpServer(deps: ActionDeps): Action {
  return {
    name: 'discover-mcp-server',
    title: 'Refresh an MCP server',
    description:
      'Starts reading what an MCP server offers now, and returns the job. get-mcp-server tells when it was last refreshed and what failed.',
    ...working(deps, PERMISSION_TO.discover, (ctx, request) =>
      deps.registry.requestDiscovery(ctx, request),
    ),
  };
}

/** Has the health of a server checked now. */
export function probeMcpServer(deps: ActionDeps): Action {
  return {
    name: 'probe-mcp-server',
    title: 'Probe an MCP server',
    description:
      'Starts a health check of an MCP server, and returns the job. get-mcp-server-health tells the result.',
    ...working(deps, PERMISSION_TO.probe, (ctx, request) =>
      deps.registry.requestProbe(ctx, request),
    ),
  };
}

function working(
  deps: ActionDeps,
  permission: ResourcePermission,
  requestJob: RequestJob,
): Pick<Action, 'isRead' | 'input' | 'output' | 'run'> {
  return {
    isRead: false,
    input,
    output,
    run: async (ctx, given): Promise<z.infer<typeof output>> => {
      const key = parse(input, given);
      const judgements = await writeJudgementsOf(
        deps.authorizer,
        ctx,
        permission,
      );
      const { readable } = judgements;
      const { id, name } = await findServer(deps, ctx, { key, readable });
      const { result } = await requestJob(ctx, { ...judgements, id });
      const { jobId } = result;
      const found = await deps.jobLog.find(ctx, jobId);
      return { id, name, jobId, status: found?.job.state ?? 'queued' };
    },
  };
}
