/**
 * A process of its own that stands in for many MCP servers and costs next to nothing: what it answers is written by hand.
 * The first part of the path says how it behaves. Prints its ports as one JSON line.
 */
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

const PORTS = 20;
/** Answers of a server that fails now and then. The prober waits long for these failures. */
const FAILS_EACH = 20;
const MODERN = '2026-07-28';
const LEGACY = '2025-11-25';

const capabilities = { tools: {} };
const serverInfo = { name: 'moody', version: '1.0.0' };
const tools = ['read', 'write'].map(name => ({
  name,
  description: `Can ${name}`,
  inputSchema: { type: 'object', properties: { at: { type: 'string' } } },
}));

interface Message {
  id?: number | string;
  method: string;
}

function resultOf(method: string, isModern: boolean): object | undefined {
  const complete = isModern && {
    resultType: 'complete',
    ttlMs: 0,
    cacheScope: 'private',
  };
  if (method === 'tools/list') return { ...complete, tools };
  if (isModern && method === 'server/discover') {
    const supportedVersions = [MODERN];
    return { ...complete, supportedVersions, capabilities, serverInfo };
  }
  if (!isModern && method === 'initialize') {
    return { protocolVersion: LEGACY, capabilities, serverInfo };
  }
  return undefined;
}

function answerOf({ id, method }: Message, isModern: boolean): string {
  const result = resultOf(method, isModern);
  const error = { code: -32601, message: 'Method not found' };
  const said = result ? { result } : { error };
  return JSON.stringify({ jsonrpc: '2.0', id, ...said });
}

async function read(req: IncomingMessage): Promise<Message> {
  const pieces: Buffer[] = [];
  for await (const piece of req) pieces.push(piece as Buffer);
  return JSON.parse(Buffer.concat(pieces).toString());
}

const eventOf = (data: string) => `event: message\ndata: ${data}\n\n`;

/** Streamable HTTP of either era, with an answer as JSON or as an event stream. */
function speak({ isModern, streams }: { isModern: boolean; streams: boolean }) {
  return async (req: IncomingMessage, res: ServerResponse) => {
    if (req.method !== 'POST') {
      res.writeHead(req.method === 'DELETE' ? 200 : 405).end();
      return;
    }
    const message = await read(req);
    if (message.id === undefined) {
      res.writeHead(202).end();
      return;
    }
    const answer = answerOf(message, isModern);
    const headers = {
      'content-type': streams ? 'text/event-stream' : 'application/json',
      ...(message.method === 'initialize' && { 'mcp-session-id': 'one' }),
    };
    res.writeHead(200, headers).end(streams ? eventOf(answer) : answer);
  };
}

const sessions = new Map<string, ServerResponse>();
let opened = 0;

/** HTTP+SSE of 2024-11-05: answers come on the stream that a GET opened. */
async function speakSse(req: IncomingMessage, res: ServerResponse) {
  const { pathname, searchParams } = new URL(`http://host${req.url}`);
  if (req.method === 'GET') {
    const session = String(++opened);
    sessions.set(session, res);
    res.on('close', () => sessions.delete(session));
    res
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .write(`event: endpoint\ndata: ${pathname}?session=${session}\n\n`);
    return;
  }
  const message = await read(req);
  res.writeHead(202).end();
  if (message.id === undefined) return;
  sessions
    .get(searchParams.get('session') ?? '')
    ?.write(eventOf(answerOf(message, false)));
}

type Behaviour = (req: IncomingMessage, res: ServerResponse) => unknown;

const modern = speak({ isModern: true, streams: false });

function nowAndThen(fail: Behaviour): Behaviour {
  let asked = 0;
  return (req, res) =>
    ++asked % FAILS_EACH === 0 ? fail(req, res) : modern(req, res);
}

const BEHAVIOURS: Record<string, Behaviour> = {
  modern,
  'modern-stream': speak({ isModern: true, streams: true }),
  legacy: speak({ isModern: false, streams: false }),
  'legacy-stream': speak({ isModern: false, streams: true }),
  sse: speakSse,
  refuses: (_req, res) => res.writeHead(503).end('Later'),
  breaks: (_req, res) => res.destroy(),
  garbage: nowAndThen((_req, res) =>
    res.writeHead(200, { 'content-type': 'application/json' }).end('{"no'),
  ),
  redirects: (_req, res) =>
    res.writeHead(307, { location: 'http://127.0.0.2/' }).end('Elsewhere'),
  hangs: nowAndThen(() => {}),
};

async function listen(): Promise<number> {
  const http = createServer((req, res) => {
    const behaviour = req.url?.split('/')[1] ?? '';
    void BEHAVIOURS[behaviour](req, res);
  });
  await new Promise<void>(done => http.listen(0, '127.0.0.1', done));
  return (http.address() as AddressInfo).port;
}

void Promise.all(Array.from({ length: PORTS }, listen)).then(ports =>
  process.stdout.write(`${JSON.stringify({ ports })}\n`),
);
process.on('disconnect', () => process.exit(0));
