import {
  type Capability,
  type CapabilityQuery,
  type Page,
  capabilitySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { pickFields } from '../http';
import type { RequestContext } from '../ports';
import { noSuchServer } from './refusals';
import type { RegistryDeps } from './RegistryDeps';
import type { Sight } from './Sight';

const FIELDS = Object.keys(capabilitySchema.shape);

/** One page of what a server offers now and may be seen, by name. */
export async function listCapabilities(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: { id: string; query: CapabilityQuery; sight: Sight },
): Promise<Page<Partial<Capability>>> {
  const { cursors, capabilities } = deps;
  const { id: serverId, query, sight } = request;
  const { kind, q, limit, fields } = query;
  const record = await deps.servers.find(ctx, serverId, sight.servers.criteria);
  if (!record) throw noSuchServer();
  pickFields([], fields, FIELDS);
  const bound = { ...query, serverId };
  const position = cursors.verify(ctx, bound);
  const of = { serverId, kind, q, sight };
  const found = await capabilities.list(ctx, {
    of,
    lastSeen: record.server.lastDiscoveredAt,
    after: position && { key: String(position[0]), id: String(position[1]) },
    limit: limit + 1,
  });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const isMore = last && found.length > shown.length;
  return {
    items: pickFields(
      shown.map(each => each.capability),
      fields,
      FIELDS,
    ),
    ...(isMore && {
      nextCursor: cursors.sign(ctx, bound, [last.key, last.capability.id]),
    }),
    ...(query.count && { totalItems: await capabilities.count(ctx, of) }),
  };
}
