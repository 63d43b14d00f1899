import {
  type Credential,
  putCredentialSchema,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { isOwnRef } from '../credentials';
import { type Done, parse, requireRevision } from '../http';
import type { Criteria, Judgement, RequestContext } from '../ports';
import { changeServer } from './changeServer';
import { type WriteJudgements, onLockedServer } from './onLockedServer';
import {
  catalogOwns,
  hasNoCredential,
  isRetired,
  noSuchServer,
} from './refusals';
import type { RegistryDeps } from './RegistryDeps';

/** What a server presents. Who may neither change the server, nor a shared one, sees less of it. */
export async function readServerCredential(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: {
    id: string;
    readable: Judgement;
    /** Absent: the caller may change no server. */
    writable?: Judgement;
    /** Whether the caller manages shared credentials. */
    mayManage: boolean;
  },
): Promise<Credential> {
  const { id, readable, writable, mayManage } = request;
  const { criteria }: { criteria: Criteria } = readable;
  const record = await deps.servers.find(ctx, id, criteria);
  if (!record) throw noSuchServer();
  const { server } = record;
  const shown = await deps.credentials.show(ctx, server, {
    mayManage: isShared =>
      isShared ? mayManage : writable?.allows({ server }) === true,
  });
  if (!shown) throw hasNoCredential();
  return shown;
}

/**
 * Gives a server a credential of its own, or rotates it: in the place of a shared one that it named. Sealed before the transaction, for the
 * origins of the remotes that the server has then; one that was changed meanwhile is refused by its revision.
 */
export async function putServerCredential(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: WriteJudgements & {
    id: string;
    /** Of the server, as the caller last saw it. */
    revision: number;
    body: unknown;
    idempotencyKey?: string;
  },
): Promise<Done<Credential>> {
  const { id, revision, body, readable } = request;
  const { credential: given, overlapSeconds } = parse(
    putCredentialSchema,
    body,
  );
  const known = await deps.servers.find(ctx, id, readable.criteria);
  if (!known) throw noSuchServer();
  const { remotes } = known.server;
  const prepared = await deps.credentials.prepare(ctx, {
    given,
    serverId: id,
    remotes,
  });
  return onLockedServer(deps, ctx, {
    write: { ...request, route: `PUT /v1/servers/${id}/credential` },
    work: async (tx, before) => {
      refuseOther(before);
      requireRevision(revision, before.revision);
      const kept = await deps.credentials.give(tx, ctx, {
        serverId: id,
        prepared,
        overlapSeconds,
      });
      const after = { ...before, credentialRef: prepared.id };
      await changeServer(tx, ctx, {
        deps,
        before,
        after,
        credential: prepared,
      });
      return deps.credentials.toOwner(kept);
    },
  });
}

/** Takes from a server what it presents; its own one is destroyed. Repeating it changes nothing. */
export async function removeServerCredential(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: WriteJudgements & { id: string; idempotencyKey?: string },
): Promise<Done<void>> {
  const { id } = request;
  return onLockedServer(deps, ctx, {
    write: { ...request, route: `DELETE /v1/servers/${id}/credential` },
    work: async (tx, before) => {
      const { credentialRef, ...after } = before;
      if (credentialRef === undefined) return;
      refuseOther(before);
      await deps.credentials.takeAway(tx, ctx, id);
      await changeServer(tx, ctx, { deps, before, after });
    },
  });
}

/** A retired server stays as it was, and what its catalog entity names is changed there. */
function refuseOther(server: Server): void {
  if (server.status === 'retired') throw isRetired(server);
  const { credentialRef, origin } = server;
  const isNamed = credentialRef !== undefined && !isOwnRef(credentialRef);
  if (origin === 'catalog' && isNamed) throw catalogOwns(server);
}
