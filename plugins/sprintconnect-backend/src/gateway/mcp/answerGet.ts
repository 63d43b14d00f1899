import { methodNotAllowed, ProblemError } from '../../http';
import type { ListenWords } from '../changes/ListenStream';
import { noSuchSession, type Posted } from './answerMessage';
import type { Door } from './Door';
import { selfOf } from './introduce';
import { LISTS } from './listen';
import { McpRefusal } from './McpRequest';
import { MODERN_REVISIONS } from './revisions';
import { errorMessage } from './rpc';

/**
 * The stream on which a legacy client hears what happens beside its requests (MCP 2025-11-25, Listening for Messages from the Server).
 * In the modern era it subscribes by a request.
 */
export async function answerGet(
  { req, res, ctx, endpoint }: Posted,
  door: Door,
): Promise<void> {
  const version = req.get('MCP-Protocol-Version') ?? '';
  if (MODERN_REVISIONS.includes(version)) throw methodNotAllowed(req, ['POST']);
  if (!req.accepts('text/event-stream')) {
    throw new ProblemError({
      status: 406,
      detail:
        'This is an MCP endpoint. Use a client of MCP, which takes text/event-stream.',
    });
  }
  try {
    const token = req.get('Mcp-Session-Id');
    const session =
      token === undefined
        ? undefined
        : door.sessions.open({ ctx, endpoint }, token);
    if (token !== undefined && !session) throw noSuchSession();
    await selfOf({ ctx, endpoint }, door);
    const words: ListenWords = {
      lists: LISTS,
      ...(session && {
        follow: onUpdated =>
          door.watching.sessions.follow({
            ctx,
            session: session.id,
            onUpdated,
          }),
      }),
    };
    await door.streams.open({ ctx, endpoint }, words, res);
  } catch (error) {
    if (!(error instanceof McpRefusal)) throw error;
    res
      .status(error.status)
      .type('application/json')
      .send(errorMessage(null, error.fault));
  }
}
