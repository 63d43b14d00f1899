import {
  type CatalogServer,
  type Server,
  catalogServerSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../http';
import type { RequestContext } from '../ports';
import { changeServer } from './changeServer';
import { checkServerBody } from './checkServerBody';
import { admitServer, newServer } from './registerServer';
import type { RegistryDeps } from './RegistryDeps';

/**
 * Makes a server what its catalog entity says. Repeating it changes nothing; an entity that is seen again brings
 * the same server back. An interval that was set here stays while the entity names none.
 */
export async function applyCatalogServer(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: { entityRef: string; body: unknown },
): Promise<Server> {
  const { entityRef, body } = request;
  const input = await checkServerBody(deps, catalogServerSchema, body);
  return deps.database.transaction(async tx => {
    const known = await deps.servers.lockByEntityRef(tx, ctx, entityRef);
    if (!known) {
      const now = deps.clock.now();
      const server = newServer(input, {
        ctx,
        now,
        catalogEntityRef: entityRef,
      });
      await admitServer(tx, ctx, { deps, server });
      return server;
    }
    const before = known.server;
    if (before.origin !== 'catalog') {
      throw new ProblemError({
        status: 409,
        detail: `The server ${before.name} of environment ${before.environment} was registered otherwise and has the entity ${entityRef} already. Retire it, or give the entity another name.`,
      });
    }
    const after = describedBy(before, input);
    return changeServer(tx, ctx, { deps, before, after });
  });
}

function describedBy(before: Server, input: CatalogServer): Server {
  const { tags = [], ...said } = input;
  const {
    title: _title,
    description: _description,
    owner: _owner,
    lifecycle: _lifecycle,
    system: _system,
    credentialRef: _credentialRef,
    ...kept
  } = before;
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  return {
    ...kept,
    ...Object.fromEntries(given),
    tags,
    status: before.status === 'retired' ? 'active' : before.status,
  };
}
