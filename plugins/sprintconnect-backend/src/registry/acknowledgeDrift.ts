import {
  acknowledgeDriftSchema,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Done, parse, ProblemError } from '../http';
import type { RequestContext } from '../ports';
import { type WriteJudgements, onLockedServer } from './onLockedServer';
import { isRetired } from './refusals';
import { enqueueReview, type RegistryDeps } from './RegistryDeps';

/**
 * Notes that somebody has looked at what changed in a server up to a version, so that it is marked no more. A version that is seen
 * already changes nothing; below the current one, what came after it is compared anew. Gives the server; throws a 404 problem
 * for a version that is not there.
 */
export async function acknowledgeDrift(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: WriteJudgements & {
    id: string;
    body: unknown;
    idempotencyKey?: string;
  },
): Promise<Done<Server>> {
  const { id, body } = request;
  const { version } = parse(acknowledgeDriftSchema, body);
  return onLockedServer(deps, ctx, {
    write: { ...request, route: `POST /v1/servers/${id}/drift/acknowledge` },
    work: async (tx, server, { seenVersion = 0 }) => {
      if (server.status === 'retired') throw isRetired(server);
      const { current = 0 } = server.snapshot;
      if (version > current) {
        throw new ProblemError({
          status: 404,
          detail: `There is no version ${version} of this server; its current version is ${current}.`,
        });
      }
      if (version <= seenVersion) return server;
      const isAll = version === current;
      await deps.servers.writeObserved(tx, ctx, {
        serverId: id,
        columns: {
          seen_snapshot: version,
          ...(isAll && { drift_warnings: null }),
        },
      });
      if (!isAll) {
        const review = { serverId: id, version: current, isTold: true };
        await enqueueReview(tx, ctx, { deps, ...review });
      }
      await deps.audit.record(tx, ctx, {
        action: 'server-drift-acknowledge',
        target: { type: 'server', id },
        outcome: 'success',
        meta: { name: server.name, version },
      });
      await deps.outbox.add(tx, {
        type: 'server.drift.changed',
        orgId: ctx.orgId,
        serverId: id,
        snapshotVersion: version,
      });
      const { drift, ...rest } = server;
      const left = drift && { ...drift, sinceVersion: version };
      return isAll || !left ? rest : { ...rest, drift: left };
    },
  });
}
