import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { ListName } from '../changes/SightStore';
import type { Door } from './Door';
import { SERVER_INFO_META, selfOf } from './introduce';
import type { McpAnswer, McpRequest } from './McpRequest';
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
  const { id, plain } = request;
  const lists = listsIn(plain.notifications);
  const { serverInfo } = await selfOf(request, door);
  const meta = { [SUBSCRIPTION_META]: id };
  const result = {
    resultType: 'complete',
    _meta: { ...meta, [SERVER_INFO_META]: serverInfo },
  };
  const notifications = Object.fromEntries(
    lists.map(list => [`${list}ListChanged`, true]),
  );
  return {
    words: {
      ...{ lists, meta },
      opening: {
        method: 'notifications/subscriptions/acknowledged',
        params: { notifications, _meta: meta },
      },
      closing: { id, result },
    },
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
