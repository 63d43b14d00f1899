import {
  type Server,
  type UpdateServer,
  updateServerSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Done, requireRevision } from '../http';
import type { RequestContext } from '../ports';
import { changeServer } from './changeServer';
import { checkOwnership } from './checkOwnership';
import { checkServerBody } from './checkServerBody';
import { mergeCalls } from './mergeCalls';
import { type WriteJudgements, onLockedServer } from './onLockedServer';
import { catalogOwns, isRetired, noCredentials } from './refusals';
import type { RegistryDeps } from './RegistryDeps';
import { TIMINGS } from './ServerRecord';

/**
 * Changes what is said of a server (JSON merge patch, RFC 7396). Gives the server.
 *
 * Of a server that the catalog describes only its intervals, limits of time and call settings can be changed here. Discoveries do not
 * count as changes: they leave the revision alone, so that nobody's edit collides with one.
 */
export async function updateServer(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: WriteJudgements & {
    id: string;
    /** The revision that the caller last saw. */
    revision: number;
    body: unknown;
    idempotencyKey?: string;
  },
): Promise<Done<Server>> {
  const { id, revision, body } = request;
  // Whoever may not see it is told nothing of it, and 404 in the end.
  const seen = await deps.servers.find(ctx, id, request.readable.criteria);
  const input = await checkServerBody(deps, updateServerSchema, {
    ...{ orgId: ctx.orgId, body },
    current: seen?.server,
  });
  if (input.credential) throw noCredentials();
  await checkOwnership(deps, input);
  return onLockedServer(deps, ctx, {
    write: { ...request, route: `PATCH /v1/servers/${id}` },
    work: async (tx, before) => {
      refuseForeign(before, input);
      requireRevision(revision, before.revision);
      const after = merge(before, input);
      return changeServer(tx, ctx, { deps, before, after });
    },
  });
}

function refuseForeign(server: Server, input: UpdateServer): void {
  if (server.status === 'retired') {
    throw isRetired(server);
  }
  const timings: readonly string[] = TIMINGS;
  const isIdentity = Object.keys(input).some(name => !timings.includes(name));
  if (server.origin === 'catalog' && isIdentity) {
    throw catalogOwns(server);
  }
}

function merge(server: Server, input: UpdateServer): Server {
  return Object.fromEntries(
    Object.entries({
      ...server,
      ...input,
      calls:
        input.calls === undefined
          ? server.calls
          : mergeCalls(server.calls, input.calls),
    }).filter(([, value]) => value !== null && value !== undefined),
  ) as Server;
}
