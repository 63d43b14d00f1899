import type { ServerResponse } from 'node:http';
import { type HttpPeer, serveRaw } from '../../../upstream/__testUtils__/peers';

export interface HeldPeer extends HttpPeer {
  /** Calls that were asked and not answered. */
  held: (() => void)[];
}

/** A legacy server without sessions, which answers each `tools/call` when it is told to. */
export async function serveHeld(): Promise<HeldPeer> {
  const held: (() => void)[] = [];
  const peer = await serveRaw((_req, res, { id, method }) => {
    if (id === undefined) return void res.writeHead(202).end();
    if (method === 'tools/call') {
      held.push(() => answer(res, id, { content: [] }));
      return undefined;
    }
    return answer(res, id, {
      protocolVersion: '2025-11-25',
      capabilities: { tools: {} },
      serverInfo: { name: 'held', version: '1' },
    });
  });
  return { ...peer, held };
}

function answer(res: ServerResponse, id: unknown, result: object) {
  res
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
}
