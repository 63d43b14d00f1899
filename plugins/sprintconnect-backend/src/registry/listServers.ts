import type {
  Page,
  Server,
  ServerQuery,
} from '@sprintconnect/plugin-sprintconnect-common';
import { serverSchema } from '@sprintconnect/plugin-sprintconnect-common';
import { pickFields } from '../http';
import type { Judgement, RequestContext } from '../ports';
import type { RegistryDeps } from './RegistryDeps';
import type { ServerOrder, ServerPosition } from './ServerListStore';
import { toServerFilters } from './serverFilters';

const FIELDS = Object.keys(serverSchema.shape);

/** One page of the servers that match and may be read. Retired ones only where `status` asks for them. */
export async function listServers(
  deps: RegistryDeps,
  ctx: RequestContext,
  { query, readable }: { query: ServerQuery; readable: Judgement },
): Promise<Page<Partial<Server>>> {
  const { cursors, lists } = deps;
  const selection = {
    filters: toServerFilters(query),
    allowed: readable.criteria,
  };
  pickFields([], query.fields, FIELDS);
  const after = toPosition(cursors.verify(ctx, query));
  const order = toOrder(query.orderBy);
  const found = await lists.list(ctx, {
    ...selection,
    order,
    after,
    limit: query.limit + 1,
  });
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  const isMore = last && found.length > shown.length;
  return {
    items: pickFields(
      shown.map(each => each.server),
      query.fields,
      FIELDS,
    ),
    ...(isMore && {
      nextCursor: cursors.sign(ctx, query, [
        last.asOf,
        last.key,
        last.server.id,
      ]),
    }),
    ...(query.count && { totalItems: await lists.count(ctx, selection) }),
  };
}

function toOrder(orderBy: ServerQuery['orderBy'] = 'name'): ServerOrder {
  return {
    by: orderBy.replace('-', '') as ServerOrder['by'],
    descending: orderBy.startsWith('-'),
  };
}

/** Only we sign positions, so that their parts are what we put there. */
function toPosition(
  position: (string | number | null)[] | undefined,
): ServerPosition | undefined {
  return (
    position && {
      asOf: Number(position[0]),
      key: position[1] as string | number,
      id: String(position[2]),
    }
  );
}
