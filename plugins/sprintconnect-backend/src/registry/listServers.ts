import type {
  Server,
  ServerPage,
  ServerQuery,
} from '@sprintconnect/plugin-sprintconnect-common';
import { serverSchema } from '@sprintconnect/plugin-sprintconnect-common';
import { type Position, readPage } from '../http';
import type { Judgement, RequestContext } from '../ports';
import type { RegistryDeps } from './RegistryDeps';
import type {
  ListedServer,
  ServerOrder,
  ServerPosition,
} from './ServerListStore';
import type { WithAccess } from './serverAccess';
import { toServerFilters } from './serverFilters';

const FIELDS = Object.keys(serverSchema.shape);

const DEGRADED =
  "The list doesn't tolerate typos here because the database doesn't have the extension pg_trgm. A database administrator can create it.";

/**
 * One page of the servers that match and may be read. Retired ones only where `status` asks for them, instructions and `access` only where
 * `fields` does. Where no server has the words of `q`, those that have words like them (see `FilterReader`).
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
): Promise<ServerPage<Partial<Server>>> {
  const { query, readable, withAccess } = request;
  const { cursors, lists } = deps;
  const allowed = readable.criteria;
  const filters = toServerFilters(query);
  const { q } = filters;
  const order = toOrder(query.orderBy);
  let isDegraded = false;
  const list = (page: { after?: Position; limit: number }) =>
    lists.list(ctx, {
      filters,
      allowed,
      order,
      after: toPosition(page.after),
      limit: page.limit,
      instructions: query.fields?.includes('instructions'),
    });
  const page = await readPage<ListedServer, Server>(cursors, ctx, {
    query,
    known: FIELDS,
    read: async ({ after, limit }) => {
      // All pages read the words as the first one did, whatever is registered meanwhile.
      if (q && after) filters.words = readBefore(deps, q, after);
      const found = await list({ after, limit });
      const isThere = found.some(({ server }) => server.status !== 'retired');
      if (!q || after || isThere) return found;
      const reading = await deps.filterReader.read(ctx, { q, allowed });
      isDegraded = reading.isDegraded ?? false;
      if (!reading.words) return found;
      filters.words = reading.words;
      return list({ limit });
    },
    toItem: ({ server, match }) => ({
      ...(withAccess?.(server) ?? server),
      ...(match && { match }),
    }),
    placeOf: each => [
      each.asOf,
      each.key,
      each.server.id,
      ...(filters.words
        ? [JSON.stringify(filters.words.map(({ near }) => near))]
        : []),
    ],
    count: () => lists.count(ctx, { filters, allowed }),
  });
  return isDegraded ? { ...page, degraded: DEGRADED } : page;
}

function toOrder(orderBy: ServerQuery['orderBy'] = 'name'): ServerOrder {
  return {
    by: orderBy.replace('-', '') as ServerOrder['by'],
    descending: orderBy.startsWith('-'),
  };
}

/** What the page before says of the words. */
function readBefore(
  { filterReader }: RegistryDeps,
  q: string,
  [, , , near]: Position,
) {
  return near === undefined
    ? undefined
    : filterReader.again(q, JSON.parse(String(near)));
}

/** Only we sign positions, so that their parts are what we put there. */
function toPosition(
  position: Position | undefined,
): ServerPosition | undefined {
  return (
    position && {
      asOf: Number(position[0]),
      key: position[1] as string | number,
      id: String(position[2]),
    }
  );
}
