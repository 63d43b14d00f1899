import {
  capabilityReadPermission,
  capabilityUsePermission,
  type Server,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../http';
import type { RequestContext } from '../ports';
import type { ConnectionsDeps } from './ConnectionsDeps';
import { noSuchServer } from './refusals';

/**
 * The server, where the caller may see it and may use it, or a capability of it that is known. Throws a 403 problem where they may use
 * nothing at all, and else a 404, the same as for a server that is not there.
 */
export async function requireUsable(
  { authorizer, registry }: ConnectionsDeps,
  ctx: RequestContext,
  id: string,
): Promise<Server> {
  const servers = await authorizer.judge(ctx, serverReadPermission);
  const usable = await authorizer.judge(ctx, capabilityUsePermission);
  const server = await registry.getServer(ctx, id, servers).catch(unfound);
  if (['draft', 'retired', 'quarantined'].includes(server.status)) {
    throw noSuchServer();
  }
  if (usable.allows({ server })) return server;
  const capabilities = await authorizer.judge(ctx, capabilityReadPermission);
  const page = await registry.listCapabilities(ctx, {
    id,
    query: { limit: 200 },
    readScope: { servers, capabilities },
  });
  const isAnyUsable = page.items.some(({ kind, name, annotations }) =>
    usable.allows({
      server,
      capability: { kind: kind!, name: name!, annotations },
    }),
  );
  if (!isAnyUsable) throw noSuchServer();
  return server;
}

function unfound(error: unknown): never {
  const isUnfound = error instanceof ProblemError && error.status === 404;
  throw isUnfound ? noSuchServer() : error;
}
