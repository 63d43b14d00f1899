import {
  type CatalogServer,
  type Server,
  catalogServerSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { isOwnRef } from '../credentials';
import type { RequestContext, Tx } from '../ports';
import { changeServer } from './changeServer';
import { mergeCalls } from './mergeCalls';
import { checkServerBody } from './checkServerBody';
import {
  entityOfOtherServer,
  nameOfOtherEntity,
  nameOfOtherServer,
} from './refusals';
import { admitServer, newServer } from './registerServer';
import type { RegistryDeps } from './RegistryDeps';
import { type ServerRecord, timingsIn } from './ServerRecord';

/**
 * Makes a server what its catalog entity says. Repeating it changes nothing; an entity that is seen again brings
 * the same server back. An interval or a limit that was set here stays while the entity names none; one that the entity named and
 * names no more goes.
 */
export async function applyCatalogServer(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: { entityRef: string; body: unknown },
): Promise<Server> {
  const { entityRef, body } = request;
  const input = await checkServerBody(deps, catalogServerSchema, {
    orgId: ctx.orgId,
    body,
  });
  const named = timingsIn(input);
  const columns = { catalog_intervals: deps.database.dialect.toJson(named) };
  const apply = async (tx: Tx) => {
    const known = await deps.servers.lockByEntityRef(tx, ctx, entityRef);
    const holder = await deps.servers.holderOf(tx, ctx, input);
    if (holder && holder.id !== known?.server.id) {
      throw holder.origin === 'catalog'
        ? nameOfOtherEntity(holder)
        : nameOfOtherServer(holder);
    }
    const server = known
      ? await followEntity(tx, ctx, { deps, known, input })
      : newServer(input, {
          ctx,
          now: deps.clock.now(),
          catalogEntityRef: entityRef,
        });
    if (!known) await admitServer(tx, ctx, { deps, server });
    if (named.join() !== known?.catalogTimings.join()) {
      const { id: serverId } = server;
      await deps.servers.writeObserved(tx, ctx, { serverId, columns });
    }
    return server;
  };
  return deps.database.transaction(apply, { isRepeatable: true });
}

async function followEntity(
  tx: Tx,
  ctx: RequestContext,
  what: { deps: RegistryDeps; known: ServerRecord; input: CatalogServer },
): Promise<Server> {
  const { deps, known, input } = what;
  const { server: before } = known;
  if (before.origin !== 'catalog') {
    throw entityOfOtherServer(before);
  }
  const after = describedBy(known, input);
  const isOther = after.credentialRef !== before.credentialRef;
  if (isOther && isOwnRef(before.credentialRef)) {
    await deps.credentials.takeAway(tx, ctx, before.id);
  }
  return changeServer(tx, ctx, { deps, before, after });
}

function describedBy(
  { server: before, catalogTimings }: ServerRecord,
  input: CatalogServer,
): Server {
  const { tags = [], ...said } = input;
  const {
    title: _title,
    description: _description,
    owner: _owner,
    lifecycle: _lifecycle,
    system: _system,
    credentialRef,
    calls: held = {},
    ...kept
  } = before;
  const gone: readonly string[] = catalogTimings;
  const stays = ([name]: [string, unknown]) => !gone.includes(name);
  const calls = mergeCalls(
    Object.fromEntries(
      Object.entries(held).filter(
        ([field]) => !gone.includes(`calls.${field}`),
      ),
    ),
    said.calls,
  );
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(Object.entries(kept).filter(stays)) as typeof kept),
    // Its own one stays while the entity names none.
    ...(isOwnRef(credentialRef) && { credentialRef }),
    ...Object.fromEntries(given),
    ...(calls && { calls }),
    tags,
    status: before.status === 'retired' ? 'active' : before.status,
  };
}
