import type { WatchedResource } from '../watches/ResourceWatches';
import type { Door } from './Door';
import { type McpAnswer, McpRefusal, type McpRequest } from './McpRequest';
import { CODES } from './rpc';
import { invalidParams, textIn, uriTarget } from './useOffer';

/** Resources that one session or stream may subscribe to at once. */
export const SUBSCRIPTIONS_MAX = 100;

/** A resource that the caller may subscribe to; undefined for what is not there, and what they may not read, alike. */
export async function watchable(
  request: McpRequest,
  door: Door,
  said: string,
): Promise<WatchedResource | undefined> {
  const { server, capability: uri } = await uriTarget(request, door, {
    uri: said,
  });
  const of = { server, uri };
  return (await door.watching.watches.allows(request.ctx, of)) ? of : undefined;
}

/** `resources/subscribe` (MCP 2025-11-25, Resources, Subscriptions). What changes is told on the stream that the session asks for by GET. */
export async function subscribe(
  request: McpRequest,
  door: Door,
): Promise<McpAnswer> {
  const { ctx, session } = request;
  const said = textIn(request, 'uri');
  if (!session) {
    throw invalidParams('Subscriptions need a session: send Mcp-Session-Id');
  }
  const of = await watchable(request, door, said);
  if (!of) {
    throw new McpRefusal({
      code: CODES.resourceNotFound,
      message:
        'There is no such resource that you can use. List the resources to see what there is, or ask the owner of the server for access.',
    });
  }
  const isTaken = await door.watching.subscriptions.subscribe(
    { orgId: ctx.orgId, session: session.id },
    { ...of, said },
    SUBSCRIPTIONS_MAX,
  );
  if (!isTaken) {
    throw new McpRefusal({
      code: CODES.refused,
      message: `This session has subscribed to ${SUBSCRIPTIONS_MAX} resources, which is as many as it may. Unsubscribe from one first.`,
    });
  }
  return { json: '{}' };
}

/** `resources/unsubscribe`. Of what is not subscribed to, too. */
export async function unsubscribe(
  request: McpRequest,
  { watching }: Door,
): Promise<McpAnswer> {
  const { ctx, session } = request;
  const said = textIn(request, 'uri');
  if (session) {
    const { orgId } = ctx;
    const of = { orgId, session: session.id };
    await watching.subscriptions.unsubscribe(of, said);
  }
  return { json: '{}' };
}
