import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  type CreateMcpHandlerOptions,
  type McpHttpHandler,
  Server,
} from '@modelcontextprotocol/server';
import { eventually } from '../../__testUtils__/eventually';

const closers: Array<() => unknown> = [];

/** Ends whatever the other functions of this file started. */
export async function closePeers(): Promise<void> {
  await Promise.all(closers.splice(0).map(close => close()));
}

/** Registers something else to be ended by {@link closePeers}. */
export function closeLater(close: () => unknown): void {
  closers.push(close);
}

export interface HttpPeer {
  url: string;
  port: number;
  /** Method and JSON-RPC method of each request, such as `POST tools/list`. */
  seen: string[];
  connections(): number;
  /** Ends it, with all its connections. */
  stop(): Promise<unknown>;
}

/** A plain HTTP server on a free loopback port. The listener gets the body, already read and parsed where it is JSON. */
export async function serveRaw(
  listener: (...args: [...Parameters<RequestListener>, JsonRpc]) => unknown,
): Promise<HttpPeer> {
  const seen: string[] = [];
  let connections = 0;
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) {
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString();
    const body = text ? JSON.parse(text) : {};
    seen.push(`${req.method} ${body.method ?? ''}`.trim());
    Object.assign(req, { body });
    await listener(req, res, body);
  });
  server.on('connection', () => connections++);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise(resolve => server.close(resolve));
  };
  closers.push(stop);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/mcp`,
    seen,
    connections: () => connections,
    stop,
  };
}

export interface JsonRpc {
  id?: string | number;
  method?: string;
  params?: Record<string, unknown>;
}

/** A legacy server by hand: answers `initialize`, and each method of `answers` with what it gives, or with error -32603 where it throws. */
export function serveLegacy(
  capabilities: Record<string, unknown>,
  answers: Record<string, (params: Record<string, unknown>) => unknown>,
  {
    idOf = id => id,
  }: {
    /** How the id of a request comes back. */ idOf?: (
      id: string | number,
    ) => unknown;
  } = {},
): Promise<HttpPeer> {
  return serveRaw((_req, res, { id, method = '', params = {} }) => {
    if (id === undefined) {
      res.writeHead(202).end();
      return;
    }
    const answer: Record<string, unknown> = { jsonrpc: '2.0', id: idOf(id) };
    if (method === 'initialize') {
      answer.result = {
        protocolVersion: '2025-06-18',
        capabilities,
        serverInfo: { name: 'by-hand', version: '1' },
      };
    } else if (answers[method]) {
      try {
        answer.result = answers[method](params);
      } catch (error) {
        answer.error = { code: -32603, message: (error as Error).message };
      }
    } else {
      answer.error = { code: -32601, message: 'Method not found' };
    }
    res
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer));
  });
}

/** `count` tools with a schema each, as `tools/list` gives them. */
export function makeTools(count: number) {
  return Array.from({ length: count }, (_each, index) => ({
    name: `tool-${index}`,
    description: `Does thing number ${index}`,
    inputSchema: {
      type: 'object' as const,
      properties: { text: { type: 'string' }, count: { type: 'integer' } },
      required: ['text'],
    },
  }));
}

/** A server of the v2 SDK, of both eras unless told otherwise, with 20 tools, 2 resources, 1 template and 1 prompt. */
export async function serveModern(
  options: CreateMcpHandlerOptions = {},
): Promise<HttpPeer & { handler: McpHttpHandler }> {
  const handler = createMcpHandler(makeServer, options);
  closers.push(() => handler.close());
  const node = toNodeHandler(handler);
  const peer = await serveRaw((req, res, body) => node(req, res, body));
  return { ...peer, handler };
}

function makeServer(): Server {
  const server = new Server(
    { name: 'both-eras', version: '2.0.0', title: 'Both eras' },
    {
      capabilities: {
        tools: { listChanged: true },
        resources: {},
        prompts: {},
      },
      instructions: 'Use with care.',
      cacheHints: {
        'server/discover': { ttlMs: 60_000 },
        'tools/list': { ttlMs: 30_000 },
      },
    },
  );
  const tools = makeTools(20);
  server.setRequestHandler('tools/list', () => ({ tools }));
  server.setRequestHandler('resources/list', () => ({
    resources: [1, 2].map(each => ({
      uri: `test://${each}`,
      name: `r${each}`,
    })),
  }));
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: [{ uriTemplate: 'test://{id}', name: 'by id' }],
  }));
  server.setRequestHandler('prompts/list', () => ({
    prompts: [{ name: 'greet' }],
  }));
  return server;
}

/** Where the reference servers of npm stand. */
export const EVERYTHING =
  require.resolve('@modelcontextprotocol/server-everything/dist/index.js');
export const MEMORY =
  require.resolve('@modelcontextprotocol/server-memory/dist/index.js');

/** Makes a server that would listen on every interface listen on loopback, and has it say on which port it does. */
const LOOPBACK_ONLY = `data:text/javascript,${encodeURIComponent(`
  import { Server } from 'node:net';
  const { listen } = Server.prototype;
  Server.prototype.listen = function (port, ...rest) {
    this.once('listening', () => process.send({ port: this.address().port }));
    return listen.call(this, port, '127.0.0.1', ...rest.filter(each => typeof each === 'function'));
  };
`)}`;

/** Starts `server-everything`, a real legacy peer, over HTTP, on a free port or on the one that it had before. */
export async function startEverything(
  transport: 'streamableHttp' | 'sse',
  portBefore?: number,
): Promise<{ url: string; port: number; process: ChildProcess }> {
  const child = spawn(
    process.execPath,
    ['--import', LOOPBACK_ONLY, EVERYTHING, transport],
    {
      env: { PATH: process.env.PATH, PORT: String(portBefore ?? 0) },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    },
  );
  closers.push(() => child.kill('SIGKILL'));
  let port = 0;
  child.once('message', said => ({ port } = said as { port: number }));
  await eventually(`${transport} to listen`, async () => port > 0);
  const path = transport === 'sse' ? 'sse' : 'mcp';
  return { url: `http://127.0.0.1:${port}/${path}`, port, process: child };
}
