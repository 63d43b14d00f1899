import {
  mcpConnectionOf,
  type Page,
  type SearchServersQuery,
  type ServerHit,
  serverHitSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from '../ports';
import type { ReadScope } from '../records';
import { pick } from './pick';
import type { SearchDeps } from './SearchDeps';
import { toSearchFilters } from './searchFilters';
import { nameKeyOf } from './splitIdentifier';

const SERVER_FIELDS = Object.keys(serverHitSchema.shape.server.shape);
const CAPABILITY_FIELDS = Object.keys(
  serverHitSchema.shape.capabilities.element.shape,
);

/** One page of the servers that offer a capability of that name, healthy ones first. */
export async function searchServers(
  deps: SearchDeps,
  ctx: RequestContext,
  { query, readScope }: { query: SearchServersQuery; readScope: ReadScope },
): Promise<Page<ServerHit>> {
  const { baseUrl, cursors, found } = deps;
  const filters = toSearchFilters(query, readScope);
  const nameKey = nameKeyOf(query.capability);
  const position = cursors.verify(ctx, query);
  const offerings = await found.offering(ctx, {
    nameKey,
    filters,
    after: position && {
      rank: Number(position[0]),
      name: String(position[1]),
      serverId: String(position[2]),
    },
    limit: query.limit + 1,
  });
  const shown = offerings.slice(0, query.limit);
  const offered = await found.offered(ctx, {
    nameKey,
    filters,
    serverIds: shown.map(each => each.serverId),
  });
  const last = shown.at(-1);
  const isMore = last && offerings.length > shown.length;
  return {
    items: shown.flatMap(({ serverId }) => {
      const mine = offered.filter(each => each.server.id === serverId);
      if (mine.length === 0) return [];
      const server = pick(mine[0].server, SERVER_FIELDS) as ServerHit['server'];
      return {
        server,
        connect: mcpConnectionOf(server, baseUrl),
        capabilities: mine
          .map(({ capability }) => pick(capability, CAPABILITY_FIELDS))
          .sort((a, b) =>
            String(a.name) < String(b.name) ? -1 : 1,
          ) as ServerHit['capabilities'],
      };
    }),
    ...(isMore && {
      nextCursor: cursors.sign(ctx, query, [
        last.rank,
        last.name,
        last.serverId,
      ]),
    }),
  };
}
