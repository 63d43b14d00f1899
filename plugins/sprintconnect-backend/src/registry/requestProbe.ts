import type { Accepted } from '@sprintconnect/plugin-sprintconnect-common';
import { type Done, ProblemError } from '../http';
import type { RequestContext } from '../ports';
import { type WriteJudgements, onLockedServer } from './onLockedServer';
import { isRetired } from './refusals';
import { PROBE_SERVER_JOB, type RegistryDeps } from './RegistryDeps';

/**
 * Has a server probed now, also one that rests. A probe that waits already is pulled forward and its job given
 * again. Gives the id of the job.
 */
export async function requestProbe(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: WriteJudgements & { id: string; idempotencyKey?: string },
): Promise<Done<Accepted>> {
  const { id } = request;
  return onLockedServer(deps, ctx, {
    write: { ...request, route: `POST /v1/servers/${id}/probe` },
    work: async (tx, server) => {
      if (server.status === 'retired') throw isRetired(server);
      if (server.status === 'draft') {
        throw new ProblemError({
          kind: 'server-draft',
          detail: `The server ${server.name} is a draft. Drafts aren't probed.`,
        });
      }
      const { jobId } = await deps.jobs.enqueue(tx, {
        kind: PROBE_SERVER_JOB,
        orgId: ctx.orgId,
        payload: { serverId: id },
        key: id,
      });
      await deps.audit.record(tx, ctx, {
        action: 'server-probe',
        target: { type: 'server', id },
        outcome: 'success',
        meta: { name: server.name, jobId },
      });
      return { jobId };
    },
  });
}
