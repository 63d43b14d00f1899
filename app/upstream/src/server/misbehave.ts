import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

type Handler = (
  req: IncomingMessage,
  res: ServerResponse,
) => Promise<void> | void;

/** What a demo server can be made to do instead of working. */
export const misbehaviours = [
  /** Works. */
  'none',
  /** Hangs up on whoever connects, as a machine whose program ended. */
  'stop',
  /** Answers after two seconds. */
  'slow',
  '500',
  '401',
  /** Answers what is not MCP. */
  'garbage',
] as const;
export type Misbehaviour = (typeof misbehaviours)[number];

const SLOW_MS = 2_000;

/** The handler, or what is asked for at the moment in its place. */
export function misbehave(
  handle: Handler,
  current: () => Misbehaviour,
): Handler {
  return async (req, res) => {
    switch (current()) {
      case 'stop':
        req.socket.destroy();
        return;
      case 'slow':
        await sleep(SLOW_MS);
        break;
      case '500':
        res
          .writeHead(500, { 'content-type': 'text/plain' })
          .end('Out of order\n');
        return;
      case '401':
        res.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
        return;
      case 'garbage':
        res.writeHead(200, { 'content-type': 'text/html' });
        res.end('<html>Welcome</html>');
        return;
      default:
    }
    await handle(req, res);
  };
}
