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
import { type SearchFilters, toSearchFilters } from './searchFilters';
import { nameKeyOf } from './splitIdentifier';

const SERVER_FIELDS = Object.keys(serverHitSchema.shape.server.shape);
const CAPABILITY_FIELDS = Object.keys(
  serverHitSchema.shape.capabilities.element.shape,
);

/**
 * One page of the servers that offer a capability of that name, or, without one, of those of which `scope` holds anything. Healthy ones
 * first.
 */
export async function searchServers(
  deps: SearchDeps,
  ctx: RequestContext,
  { query, scope }: { query: SearchServersQuery; scope: ReadScope },
): Promise<Page<ServerHit>> {
  const { cursors, found } = deps;
  const filters = toSearchFilters(query, scope);
  const { capability } = query;
  const nameKey = capability === undefined ? undefined : nameKeyOf(capability);
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
  const hits = await hitsOf(deps, ctx, {
    nameKey,
    filters,
    serverIds: shown.map(each => each.serverId),
  });
  const last = shown.at(-1);
  const isMore = last && offerings.length > shown.length;
  return {
    items: hits,
    ...(isMore && {
      nextCursor: cursors.sign(ctx, query, [
        last.rank,
        last.name,
        last.serverId,
      ]),
    }),
  };
}

/** In the order of the ids. What went between the two looks is left out. */
async function hitsOf(
  { baseUrl, found }: SearchDeps,
  ctx: RequestContext,
  asked: { nameKey?: string; filters: SearchFilters; serverIds: string[] },
): Promise<ServerHit[]> {
  const { nameKey, serverIds } = asked;
  const offered =
    nameKey === undefined
      ? []
      : await found.offered(ctx, { ...asked, nameKey });
  const servers =
    nameKey === undefined
      ? await found.servers(ctx, serverIds)
      : offered.map(each => each.server);
  return serverIds.flatMap(id => {
    const known = servers.find(each => each.id === id);
    if (!known) return [];
    const server = pick(known, SERVER_FIELDS) as ServerHit['server'];
    return {
      server,
      connect: mcpConnectionOf(server, baseUrl),
      capabilities: offered
        .filter(each => each.server.id === id)
        .map(({ capability }) => pick(capability, CAPABILITY_FIELDS))
        .sort((a, b) =>
          String(a.name) < String(b.name) ? -1 : 1,
        ) as ServerHit['capabilities'],
    };
  });
}
