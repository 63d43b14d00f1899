import {
  type Capability,
  type CapabilityQuery,
  type Page,
  capabilitySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { readPage } from '../http';
import type { RequestContext } from '../ports';
import { noSuchServer } from './refusals';
import type { RegistryDeps } from './RegistryDeps';
import type { ReadScope } from '../records';

const FIELDS = Object.keys(capabilitySchema.shape);

/** One page of what a server offers now and may be seen, by name. */
export async function listCapabilities(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: { id: string; query: CapabilityQuery; readScope: ReadScope },
): Promise<Page<Partial<Capability>>> {
  const { cursors, capabilities } = deps;
  const { id: serverId, query, readScope } = request;
  const { kind, q } = query;
  const record = await deps.servers.find(
    ctx,
    serverId,
    readScope.servers.criteria,
  );
  if (!record) throw noSuchServer();
  const of = { serverId, kind, q, readScope };
  return readPage(cursors, ctx, {
    query,
    of: { serverId },
    known: FIELDS,
    read: ({ after, limit }) =>
      capabilities.list(ctx, {
        of,
        server: record.server,
        after: after && { key: String(after[0]), id: String(after[1]) },
        limit,
      }),
    toItem: each => each.capability,
    placeOf: each => [each.key, each.capability.id],
    count: () => capabilities.count(ctx, of),
  });
}
