import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import type { Answer } from '../http';
import type { RequestContext, Tx } from '../ports';
import { noSuchServer } from './refusals';
import type { RegistryDeps } from './RegistryDeps';

/** A write to one server, as far as repeating it matters. */
export interface ServerWrite {
  id: string;
  /** Method and path with its ids, such as `DELETE /v1/servers/<id>`. */
  route: string;
  body?: unknown;
  idempotencyKey?: string;
}

/**
 * Does a write to one server once, in one transaction, with the server locked until it ends. Throws a 404 problem,
 * and what the work throws, having written nothing.
 */
export function onLockedServer(
  deps: Pick<RegistryDeps, 'database' | 'idempotency' | 'servers'>,
  ctx: RequestContext,
  {
    write: { id, route, body, idempotencyKey: key },
    work,
  }: {
    write: ServerWrite;
    work: (tx: Tx, server: Server) => Promise<Answer>;
  },
): Promise<Answer> {
  return deps.database.transaction(tx =>
    deps.idempotency.run(tx, { ctx, key, route, body }, async () => {
      const locked = await deps.servers.lock(tx, ctx, id);
      if (!locked) throw noSuchServer();
      return work(tx, locked.server);
    }),
  );
}
