import type { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  type Server,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Done, ProblemError } from '../http';
import type {
  Authorizer,
  Criteria,
  Judgement,
  RequestContext,
  Tx,
} from '../ports';
import { judgeInOrder } from '../records';
import { noSuchServer } from './refusals';
import type { RegistryDeps } from './RegistryDeps';
import type { ServerRecord } from './ServerRecord';

/** What a caller may do with servers, who wants to change one. */
export interface WriteJudgements {
  readable: Judgement;
  writable: Judgement;
}

/** Throws a 403 problem for who may see no servers, or do this to none. */
export async function writeJudgementsOf(
  authorizer: Authorizer,
  ctx: RequestContext,
  permission: ResourcePermission,
): Promise<WriteJudgements> {
  const [writable, readable] = await judgeInOrder(authorizer, ctx, [
    permission,
    serverReadPermission,
  ] as const);
  return { readable, writable };
}

/** A write to one server, as far as who may and repeating it matter. */
export interface ServerWrite extends WriteJudgements {
  id: string;
  /** Method and path with its ids, such as `DELETE /v1/servers/<id>`. */
  route: string;
  body?: unknown;
  idempotencyKey?: string;
}

/**
 * Does a write to one server once, in one transaction, with the server locked until it ends. Whether the caller may is
 * judged by what the server is under the lock, before the write. Throws a 404 problem for a server that they may not see,
 * a 403 problem for one that they may only see, and what the work throws, having written nothing.
 */
export function onLockedServer<T>(
  deps: Pick<RegistryDeps, 'database' | 'idempotency' | 'servers'>,
  ctx: RequestContext,
  {
    write: { id, route, body, idempotencyKey: key, readable, writable },
    work,
  }: {
    write: ServerWrite;
    work: (tx: Tx, server: Server, record: ServerRecord) => Promise<T>;
  },
): Promise<Done<T>> {
  return deps.database.transaction(
    tx =>
      deps.idempotency.run(tx, { ctx, key, route, body }, async () => {
        const locked = await deps.servers.lock(tx, ctx, id);
        if (!locked || !readable.allows(locked)) throw noSuchServer();
        if (!writable.allows(locked)) throw notWithThis(writable);
        return work(tx, locked.server, locked);
      }),
    { isRepeatable: key !== undefined },
  );
}

function notWithThis(judgement: Judgement): ProblemError {
  const { callerRef, criteria, permission } = judgement;
  return new ProblemError({
    kind: 'permission-narrowed',
    detail: asksForOwner(criteria)
      ? `Only the owning team can do this (${permission.name}).`
      : `${callerRef} doesn't have the permission ${permission.name} for this server.`,
  });
}

function asksForOwner(criteria: Criteria): boolean {
  if ('trait' in criteria) return criteria.trait === 'owner';
  if ('not' in criteria) return asksForOwner(criteria.not);
  const parts = 'allOf' in criteria ? criteria.allOf : criteria.anyOf;
  return parts.some(asksForOwner);
}
