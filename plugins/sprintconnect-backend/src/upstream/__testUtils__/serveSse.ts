import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HttpPeer, type JsonRpc, makeTools, serveRaw } from './peers';

export interface SsePeer extends HttpPeer {
  /** Method and path of each request, such as `GET /sse`. */
  paths: string[];
}

/**
 * A legacy server over HTTP+SSE (MCP 2024-11-05, Transports) with one tool. `streamAt` is the path of the event stream and
 * `endpoint` what the stream names; `before` may answer a request otherwise, by returning true.
 */
export async function serveSse(options: {
  streamAt: string;
  endpoint: string;
  before?(req: IncomingMessage, res: ServerResponse, body: JsonRpc): boolean;
  idOf?(id: string | number): unknown;
}): Promise<SsePeer> {
  const { streamAt, endpoint, before, idOf = id => id } = options;
  const paths: string[] = [];
  let stream: ServerResponse | undefined;
  const peer = await serveRaw((req, res, body) => {
    paths.push(`${req.method} ${req.url}`);
    if (before?.(req, res, body)) return;
    if (req.method === 'GET' && req.url === streamAt) {
      stream = res.writeHead(200, { 'content-type': 'text/event-stream' });
      stream.write(`event: endpoint\ndata: ${endpoint}\n\n`);
      return;
    }
    const { pathname } = new URL(endpoint, new URL(streamAt, 'http://x'));
    const asked = req.url?.replace(/\/$/, '');
    if (req.method !== 'POST' || asked !== pathname) {
      res.writeHead(404).end();
      return;
    }
    res.writeHead(202).end();
    const { id, method } = body;
    if (id === undefined) return;
    const message = { jsonrpc: '2.0', id: idOf(id), ...answerTo(method) };
    stream?.write(`data: ${JSON.stringify(message)}\n\n`);
  });
  return { ...peer, url: new URL(streamAt, peer.url).href, paths };
}

function answerTo(method: string | undefined) {
  switch (method) {
    case 'initialize':
      return {
        result: {
          protocolVersion: '2024-11-05',
          capabilities: { tools: {} },
          serverInfo: { name: 'by-hand', version: '1' },
        },
      };
    case 'tools/list':
      return { result: { tools: makeTools(1) } };
    default:
      return { error: { code: -32601, message: 'Method not found' } };
  }
}
