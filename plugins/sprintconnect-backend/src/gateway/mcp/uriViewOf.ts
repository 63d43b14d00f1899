import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { Door } from './Door';
import { mapUris } from './mapUris';
import type { McpRequest } from './McpRequest';
import { UriView } from './UriView';
import { usableBy } from './usableBy';

/** What URIs mean to who asks at the endpoint of all servers. */
export async function uriViewOf(
  { ctx }: Pick<McpRequest, 'ctx'>,
  { store, tables, authorizer }: Door,
): Promise<UriView> {
  const table = await tables.of(ctx.orgId);
  return new UriView({
    ...{ ctx, store, table },
    criteria: async () => (await usableBy(authorizer, ctx)).capabilities,
  });
}

/** A result of a server with its URIs as they are said where those of all servers stand together. */
export async function exposedResult(
  { serverId, result }: { serverId: string; result: JsonObject },
  request: Pick<McpRequest, 'ctx'>,
  door: Door,
): Promise<JsonObject> {
  const uris = new Set<string>();
  mapUris(result, uri => {
    uris.add(uri);
    return uri;
  });
  if (uris.size === 0) return result;
  const view = await uriViewOf(request, door);
  const exposed = await view.exposing(
    [...uris].map(uri => ({ serverId, uri })),
  );
  return mapUris(result, uri => exposed({ serverId, uri }));
}
