import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A call as it came, and the way to answer it, rightly or not. */
export interface ScriptedCall {
  /** The request as it was written. */
  body: string;
  id: number | string;
  params: Record<string, unknown>;
  /** The session that it came in. */
  session?: string;
  res: ServerResponse;
  /** Answers with this text for the result. */
  answer(result: string): void;
}

/**
 * A server of MCP 2025-11-25 that offers these tools and does with each call what it is told.
 *
 * @param options - `hasSessions`: each `initialize` begins a session. Default: false
 */
export async function startScriptedServer(
  tools: readonly object[],
  onCall: (call: ScriptedCall) => void,
  { hasSessions = false }: { hasSessions?: boolean } = {},
) {
  const calls: string[] = [];
  const server = createServer(async (req, res) => {
    const body = await text(req as IncomingMessage);
    const json = (status: number, said: string) =>
      res.writeHead(status, { 'content-type': 'application/json' }).end(said);
    if (req.method !== 'POST') {
      res.writeHead(405).end();
      return;
    }
    const { id, method, params } = JSON.parse(body);
    const answer = (result: string) =>
      json(
        200,
        `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`,
      );
    if (id === undefined) {
      res.writeHead(202).end();
    } else if (method === 'initialize') {
      if (hasSessions) res.setHeader('mcp-session-id', randomUUID());
      answer(
        JSON.stringify({
          protocolVersion: '2025-11-25',
          capabilities: { tools: {} },
          serverInfo: { name: 'scripted', version: '1' },
        }),
      );
    } else if (method === 'tools/list') {
      answer(JSON.stringify({ tools }));
    } else if (method === 'tools/call') {
      calls.push(body);
      const session = req.headers['mcp-session-id']?.toString();
      onCall({ body, id, params, session, res, answer });
    } else {
      json(
        200,
        JSON.stringify({
          jsonrpc: '2.0',
          id,
          error: { code: -32601, message: 'Method not found' },
        }),
      );
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    /** What was called, as it was written. */
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
