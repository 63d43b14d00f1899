import type { Era } from '@sprintconnect/plugin-sprintconnect-common';
import type { Door } from './Door';
import { isLogLevel } from './exchangeOf';
import { discover, initialize } from './introduce';
import { listen } from './listen';
import { listOffers } from './listOffers';
import type { McpAnswer, McpRequest } from './McpRequest';
import { subscribe, unsubscribe } from './subscribe';
import {
  callTool,
  complete,
  getPrompt,
  invalidParams,
  readResource,
} from './useOffer';

interface Method {
  eras: readonly Era[];
  answer(request: McpRequest, door: Door): Promise<McpAnswer>;
}

const BOTH: readonly Era[] = ['legacy', 'modern'];

/** Every method that is answered, and in which era there is such a method. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    initialize: { eras: ['legacy'], answer: initialize },
    'server/discover': { eras: ['modern'], answer: discover },
    ping: { eras: ['legacy'], answer: ping },
    'logging/setLevel': { eras: ['legacy'], answer: setLogLevel },
    'tools/list': { eras: BOTH, answer: listOffers },
    'tools/call': { eras: BOTH, answer: callTool },
    'prompts/list': { eras: BOTH, answer: listOffers },
    'prompts/get': { eras: BOTH, answer: getPrompt },
    'resources/list': { eras: BOTH, answer: listOffers },
    'resources/templates/list': { eras: BOTH, answer: listOffers },
    'completion/complete': { eras: BOTH, answer: complete },
    'subscriptions/listen': { eras: ['modern'], answer: listen },
    'resources/subscribe': { eras: ['legacy'], answer: subscribe },
    'resources/unsubscribe': { eras: ['legacy'], answer: unsubscribe },
    'resources/read': { eras: BOTH, answer: readResource },
  } satisfies Record<string, Method>),
);

async function ping(): Promise<McpAnswer> {
  return { json: '{}' };
}

/**
 * What a session knows stands in its token, so that the client is given another one. A client that keeps the first one goes on as before.
 */
async function setLogLevel(
  { ctx, endpoint, plain, session }: McpRequest,
  { sessions }: Door,
): Promise<McpAnswer> {
  const { level: logLevel } = plain;
  if (!isLogLevel(logLevel)) {
    throw invalidParams('params.level must be a level of RFC 5424');
  }
  if (!session) return { json: '{}' };
  const token = sessions.seal({ ctx, endpoint }, { ...session, logLevel });
  return { json: '{}', headers: { 'Mcp-Session-Id': token } };
}
