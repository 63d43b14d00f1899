import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { ListName } from '../changes/SightStore';
import type { WatchedResource } from '../watches/ResourceWatches';
import type { Door } from './Door';
import { SERVER_INFO_META, selfOf } from './introduce';
import type { McpAnswer, McpRequest } from './McpRequest';
import { SUBSCRIPTIONS_MAX, watchable } from './subscribe';
import { invalidParams } from './useOffer';

const SUBSCRIPTION_META = 'io.modelcontextprotocol/subscriptionId';
export const LISTS: readonly ListName[] = ['tools', 'prompts', 'resources'];

/**
 * `subscriptions/listen` (MCP 2026-07-28, Subscriptions): acknowledged with what of the filter is honoured, and then what happens, each
 * with the id of the subscription. The request is answered when we end it.
 */
export async function listen(
  request: McpRequest,
  door: Door,
): Promise<McpAnswer> {
  const { id, plain, ctx } = request;
  const lists = listsIn(plain.notifications);
  const resources = await resourcesIn(request, door);
  const { serverInfo } = await selfOf(request, door);
  const meta = { [SUBSCRIPTION_META]: id };
  const result = {
    resultType: 'complete',
    _meta: { ...meta, [SERVER_INFO_META]: serverInfo },
  };
  const uris = [...resources.keys()];
  const notifications = {
    ...Object.fromEntries(lists.map(list => [`${list}ListChanged`, true])),
    ...(uris.length > 0 && { resourceSubscriptions: uris }),
  };
  return {
    words: {
      ...{ lists, meta },
      opening: {
        method: 'notifications/subscriptions/acknowledged',
        params: { notifications, _meta: meta },
      },
      closing: { id, result },
      follow: onUpdated => follow(resources, { ctx, door, onUpdated }),
    },
  };
}

/** Of the resources that are asked for, those that the caller may read, by the URI as the client says it. */
async function resourcesIn(
  request: McpRequest,
  door: Door,
): Promise<Map<string, WatchedResource>> {
  const { resourceSubscriptions: said = [] } = request.plain
    .notifications as JsonObject;
  const areTexts =
    Array.isArray(said) && said.every(each => typeof each === 'string');
  if (!areTexts || said.length > SUBSCRIPTIONS_MAX) {
    throw invalidParams(
      `params.notifications.resourceSubscriptions must be at most ${SUBSCRIPTIONS_MAX} URIs`,
    );
  }
  const found = new Map<string, WatchedResource>();
  for (const uri of said as string[]) {
    const of = await watchable(request, door, uri);
    if (of) found.set(uri, of);
  }
  return found;
}

function follow(
  resources: ReadonlyMap<string, WatchedResource>,
  {
    ctx,
    door,
    onUpdated,
  }: Pick<McpRequest, 'ctx'> & {
    door: Door;
    onUpdated(uri: string): void;
  },
): () => void {
  const { watches } = door.watching;
  const watching = [...resources].map(([said, of]) =>
    // A stream that cannot be told is one that the client need not have believed.
    watches.watch(ctx, of, () => onUpdated(said)).catch(() => undefined),
  );
  return () => {
    for (const each of watching) void each.then(stop => stop?.());
  };
}

/** What of a filter there is to hear of. Throws McpRefusal for one that is none. */
function listsIn(filter: unknown): ListName[] {
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter)) {
    throw invalidParams('params.notifications must be an object');
  }
  return LISTS.filter(
    list => (filter as JsonObject)[`${list}ListChanged`] === true,
  );
}
