import { v7 as uuid } from 'uuid';
import {
  type RegisterServer,
  type Server,
  type ServerOrigin,
  registerServerSchema,
  toEntityName,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Done } from '../http';
import type { RequestContext, Tx } from '../ports';
import { loginBy } from './changeServer';
import { checkOwnership } from './checkOwnership';
import { checkServerBody } from './checkServerBody';
import { countsOf } from './countsOf';
import { mergeCalls } from './mergeCalls';
import { twoCredentials } from './refusals';
import {
  type RegistryDeps,
  enqueueDiscovery,
  enqueueProbe,
  requestedColumns,
} from './RegistryDeps';

/**
 * Admits a server to the registry and queues its first discovery.
 *
 * Row, credential, audit entry, event and job commit together, so that nobody sees a server that nobody was told of, and none
 * stays undiscovered. Gives the server.
 */
export async function registerServer(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: { body: unknown; idempotencyKey?: string },
): Promise<Done<Server>> {
  const { body, idempotencyKey } = request;
  const input = await checkServerBody(deps, registerServerSchema, {
    orgId: ctx.orgId,
    body,
  });
  const { credential, ...said } = input;
  if (credential && said.credentialRef !== undefined) throw twoCredentials();
  await checkOwnership(deps, said);
  const id = uuid();
  const prepared =
    credential &&
    (await deps.credentials.prepare(ctx, {
      given: credential,
      serverId: id,
      remotes: said.remotes,
    }));
  return deps.database.transaction(
    tx =>
      deps.idempotency.run(
        tx,
        { ctx, key: idempotencyKey, route: 'POST /v1/servers', body },
        async () => {
          const server = newServer(
            {
              ...said,
              ...(prepared && {
                credentialRef: prepared.id,
                login: loginBy(prepared.type),
              }),
            },
            { id, ctx, now: deps.clock.now() },
          );
          if (prepared) {
            await deps.credentials.give(tx, ctx, { serverId: id, prepared });
          } else {
            await deps.credentials.requireFitting(tx, ctx, server);
          }
          await admitServer(tx, ctx, { deps, server });
          return server;
        },
      ),
    { isRepeatable: idempotencyKey !== undefined },
  );
}

/** Writes a new server and everything that goes with it. */
export async function admitServer(
  tx: Tx,
  ctx: RequestContext,
  what: { deps: RegistryDeps; server: Server },
): Promise<void> {
  const { deps, server } = what;
  const intervalSeconds = server.discoveryIntervalSeconds;
  await deps.servers.insert(tx, ctx, {
    server,
    columns: requestedColumns(deps, { intervalSeconds }),
  });
  await deps.searchIndex.refresh(tx, ctx, server);
  const serverId = server.id;
  const { jobId } = await enqueueDiscovery(tx, ctx, { deps, serverId });
  await enqueueProbe(tx, ctx, { deps, serverId });
  await deps.audit.record(tx, ctx, {
    action: 'server-register',
    target: { type: 'server', id: server.id },
    outcome: 'success',
    meta: {
      name: server.name,
      environment: server.environment,
      origin: server.origin,
      entityRef: server.entityRef,
      credentialRef: server.credentialRef,
      jobId,
    },
  });
  await deps.outbox.add(tx, {
    type: 'server.registered',
    orgId: ctx.orgId,
    serverId: server.id,
    revision: server.revision,
    jobId,
  });
}

/** A server that nobody has discovered. It stands for an entity that our provider will make, unless the catalog has one. */
export function newServer(
  input: Omit<RegisterServer, 'credential'> & Pick<Server, 'login'>,
  made: {
    /** Default: a new one. */
    id?: string;
    ctx: RequestContext;
    now: Date;
    catalogEntityRef?: string;
  },
): Server {
  const at = made.now.toISOString();
  const { tags = [], calls, ...rest } = input;
  const held = mergeCalls(undefined, calls);
  return {
    ...rest,
    ...(held && { calls: held }),
    tags,
    id: made.id ?? uuid(),
    orgId: made.ctx.orgId,
    entityRef:
      made.catalogEntityRef ??
      `api:default/${toEntityName({ ...input, orgId: made.ctx.orgId })}`,
    status: 'active',
    origin: made.catalogEntityRef ? 'catalog' : originOf(made.ctx),
    counts: countsOf([]),
    health: { status: 'unknown' },
    snapshot: {},
    revision: 1,
    createdAt: at,
    updatedAt: at,
  };
}

/** Templates register through the portal's scaffolder, which only its own credentials say: no body can. */
function originOf({ caller }: RequestContext): ServerOrigin {
  const plugin =
    caller.type === 'service' ? caller.ref : 'actor' in caller && caller.actor;
  return plugin === 'plugin:scaffolder' ? 'scaffolder' : 'api';
}
