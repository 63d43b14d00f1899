import type { z } from 'zod';
import {
  type Server,
  type UpdateServer,
  updateServerSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Done, requireRevision } from '../http';
import type { RequestContext } from '../ports';
import { isOwnRef, type PreparedCredential } from '../credentials';
import { changeServer } from './changeServer';
import { checkOwnership } from './checkOwnership';
import { checkServerBody } from './checkServerBody';
import { mergeCalls } from './mergeCalls';
import { type WriteJudgements, onLockedServer } from './onLockedServer';
import { catalogOwns, isRetired, twoCredentials } from './refusals';
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
  await checkOwnership(deps, input);
  const prepared = await prepareNew(deps, ctx, { input, seen: seen?.server });
  return onLockedServer(deps, ctx, {
    write: { ...request, route: `PATCH /v1/servers/${id}` },
    work: async (tx, before) => {
      refuseForeign(before, input);
      requireRevision(revision, before.revision);
      const after = merge(before, input);
      if (prepared) after.credentialRef = prepared.id;
      const isOther = before.credentialRef !== after.credentialRef;
      if (prepared) {
        await deps.credentials.give(tx, ctx, { serverId: id, prepared });
      } else if (isOther && isOwnRef(before.credentialRef)) {
        await deps.credentials.takeAway(tx, ctx, id);
      }
      if (isOther || input.remotes) {
        await deps.credentials.requireFitting(tx, ctx, after);
      }
      const credential = prepared;
      return changeServer(tx, ctx, { deps, before, after, credential });
    },
  });
}

/** Seals a credential for the remotes that the server will have. Whether the caller may change it is judged under the lock. */
async function prepareNew(
  deps: RegistryDeps,
  ctx: RequestContext,
  what: { input: z.output<typeof updateServerSchema>; seen?: Server },
): Promise<PreparedCredential | undefined> {
  const { input, seen } = what;
  const { credential: given, credentialRef } = input;
  if (!given) return undefined;
  if (credentialRef !== undefined) throw twoCredentials();
  // Of a server that is not there the lock says so.
  if (!seen) return undefined;
  const remotes = input.remotes ?? seen.remotes;
  return deps.credentials.prepare(ctx, { given, serverId: seen.id, remotes });
}

/** Its own credential, which the catalog cannot say, is given here where the entity names none. */
function isOfCatalog(server: Server, field: string): boolean {
  if (field === 'credential') {
    const { credentialRef } = server;
    return credentialRef !== undefined && !isOwnRef(credentialRef);
  }
  const timings: readonly string[] = TIMINGS;
  return !timings.includes(field);
}

function refuseForeign(server: Server, input: UpdateServer): void {
  if (server.status === 'retired') {
    throw isRetired(server);
  }
  const isIdentity = Object.keys(input).some(name => isOfCatalog(server, name));
  if (server.origin === 'catalog' && isIdentity) {
    throw catalogOwns(server);
  }
}

function merge(
  server: Server,
  { credential: _given, ...input }: UpdateServer,
): Server {
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
