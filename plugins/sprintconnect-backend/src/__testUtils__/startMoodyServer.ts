import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';

/** What a moody server does with a request: answers it, after a while or when it is told to, with an HTTP status, with garbage, or never. */
export type Mood =
  | 'well'
  | { slowMs: number }
  | { until: Promise<unknown> }
  | { status: number; headers?: http.OutgoingHttpHeaders }
  | 'garbage'
  | 'hanging';

export interface MoodyServer {
  url: string;
  /** How it answers from now on. */
  setMood(mood: Mood): void;
  /** Stops listening; its port stays free for it. */
  stop(): Promise<void>;
  /** Listens again, on the same port. */
  start(): Promise<void>;
  /** Requests so far. */
  asked(): number;
  /** Most requests that it had at once. */
  askedAtOnce(): number;
  close(): Promise<void>;
}

/** A real MCP server of both eras whose behaviour changes on command. Loopback only. */
export async function startMoodyServer(): Promise<MoodyServer> {
  const handler = createMcpHandler(
    () => new Server({ name: 'moody', version: '1.0.0' }, { capabilities: {} }),
  );
  const answer = toNodeHandler(handler);
  let mood: Mood = 'well';
  let asked = 0;
  let open = 0;
  let atOnce = 0;
  let port = 0;
  let server: http.Server | undefined;

  const onRequest = async (
    req: http.IncomingMessage,
    res: http.ServerResponse,
  ) => {
    asked++;
    open++;
    atOnce = Math.max(atOnce, open);
    res.on('close', () => open--);
    if (mood === 'hanging') return;
    if (mood === 'garbage') {
      res.writeHead(200, { 'content-type': 'text/html' });
      res.end('<html>It works!</html>');
    } else if (mood === 'well') {
      await answer(req, res);
    } else if ('status' in mood) {
      res.writeHead(mood.status, mood.headers).end('secret-of-the-upstream');
    } else if ('until' in mood) {
      await mood.until;
      await answer(req, res);
    } else {
      const { slowMs } = mood;
      await new Promise(resolve => setTimeout(resolve, slowMs));
      await answer(req, res);
    }
  };
  const start = async () => {
    server = http.createServer((req, res) => void onRequest(req, res));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  const stop = async () => {
    const stopped = server;
    server = undefined;
    if (!stopped) return;
    stopped.close();
    stopped.closeAllConnections();
    await once(stopped, 'close');
  };
  await start();
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    setMood: next => {
      mood = next;
    },
    start,
    stop,
    asked: () => asked,
    askedAtOnce: () => atOnce,
    close: async () => {
      await stop();
      await handler.close();
    },
  };
}
