import type {
  Page,
  Server,
  ServerQuery,
} from '@sprintconnect/plugin-sprintconnect-common';
import { serverSchema } from '@sprintconnect/plugin-sprintconnect-common';
import { readPage } from '../http';
import type { Judgement, RequestContext } from '../ports';
import type { RegistryDeps } from './RegistryDeps';
import type { ServerOrder, ServerPosition } from './ServerListStore';
import type { WithAccess } from './serverAccess';
import { toServerFilters } from './serverFilters';

const FIELDS = Object.keys(serverSchema.shape);

/**
 * One page of the servers that match and may be read. Retired ones only where `status` asks for them, instructions and `access` only where
 * `fields` does.
 */
export async function listServers(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: {
    query: ServerQuery;
    readable: Judgement;
    /** Only where `fields` asks for it. */
    withAccess?: WithAccess;
  },
): Promise<Page<Partial<Server>>> {
  const { query, readable, withAccess } = request;
  const { cursors, lists } = deps;
  const selection = {
    filters: toServerFilters(query),
    allowed: readable.criteria,
  };
  const order = toOrder(query.orderBy);
  return readPage(cursors, ctx, {
    query,
    known: FIELDS,
    read: ({ after, limit }) =>
      lists.list(ctx, {
        ...selection,
        order,
        after: toPosition(after),
        limit,
        instructions: query.fields?.includes('instructions'),
      }),
    toItem: ({ server }) => withAccess?.(server) ?? server,
    placeOf: each => [each.asOf, each.key, each.server.id],
    count: () => lists.count(ctx, selection),
  });
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
