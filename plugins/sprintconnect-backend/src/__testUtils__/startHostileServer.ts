import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;
interface Call {
  id: unknown;
  method: string;
  params: Json;
  res: http.ServerResponse;
}
type Behaviour = (call: Call) => void;

const tool = (name: string, more: Json = {}): Json => ({
  name,
  description: `Tool ${name}`,
  inputSchema: { type: 'object', properties: {} },
  ...more,
});

const tools = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => tool(`tool_${from + index}`));

const withSchema = (inputSchema: Json) => [tool('odd', { inputSchema })];

function reply({ id, res }: Pick<Call, 'id' | 'res'>, body: Json) {
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ jsonrpc: '2.0', id, ...body }));
}

const answer =
  (result: Json): Behaviour =>
  call =>
    reply(call, { result });

const noMethod: Behaviour = call =>
  reply(call, { error: { code: -32601, message: 'Method not found' } });

function nested(depth: number): Json {
  let schema: Json = { type: 'object' };
  for (let level = 0; level < depth; level++) {
    schema = { type: 'object', properties: { a: schema } };
  }
  return schema;
}

const pageFrom = (cursor: unknown) => Number(cursor ?? 0);

/** What each path does when it is asked for its tools. */
const behaviours: Record<string, Behaviour> = {
  good: answer({ tools: tools(2) }),
  lacks: answer({ tools: tools(1) }),
  liar: noMethod,
  thousands: ({ params, ...call }) => {
    const from = pageFrom(params.cursor);
    const nextCursor = from + 1000 < 5000 ? String(from + 1000) : undefined;
    answer({ tools: tools(1000, from), nextCursor })({ params, ...call });
  },
  'too-many': ({ params, ...call }) => {
    const from = pageFrom(params.cursor);
    const nextCursor = from + 2500 < 30_000 ? String(from + 2500) : undefined;
    answer({ tools: tools(2500, from), nextCursor })({ params, ...call });
  },
  duplicates: answer({ tools: [tool('twice'), tool('once'), tool('twice')] }),
  nameless: answer({ tools: [tool('fine'), { inputSchema: {} }] }),
  'huge-schema': answer({
    tools: withSchema({ type: 'object', description: 'x'.repeat(400_000) }),
  }),
  'cyclic-ref': answer({
    tools: withSchema({
      type: 'object',
      $defs: {
        a: { $ref: '#/$defs/b' },
        b: { allOf: [{ $ref: '#/$defs/a' }] },
      },
      properties: { odd: { $ref: '#/$defs/a' } },
    }),
  }),
  recursive: answer({
    tools: withSchema({
      type: 'object',
      $defs: {
        node: {
          type: 'object',
          properties: { child: { $ref: '#/$defs/node' } },
        },
      },
      properties: { root: { $ref: '#/$defs/node' } },
    }),
  }),
  deep: answer({ tools: withSchema(nested(2000)) }),
  'invalid-json': ({ res }) => {
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end('{"jsonrpc":"2.0","id":1,"result":{"tools":[');
  },
  'wrong-id': ({ res }) =>
    reply({ id: 424242, res }, { result: { tools: tools(1) } }),
  'not-json-rpc': ({ res }) => {
    res.writeHead(200, { 'content-type': 'text/html' });
    res.end('<html>Welcome</html>');
  },
  hang: () => undefined,
  'endless-cursor': ({ params, ...call }) => {
    const from = pageFrom(params.cursor);
    answer({ tools: tools(1, from), nextCursor: String(from + 1) })({
      params,
      ...call,
    });
  },
  'same-cursor': ({ id, res }) =>
    reply(
      { id, res },
      { result: { tools: tools(1, Number(id)), nextCursor: 'again' } },
    ),
  'drip-feed': ({ res }) => {
    res.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => res.write(' '), 50);
    res.on('close', () => clearInterval(timer));
  },
  oversized: ({ res }) => {
    res.writeHead(200, { 'content-type': 'application/json' });
    const chunk = 'x'.repeat(1024 * 1024);
    let left = 64;
    const write = () => {
      while (left > 0 && !res.destroyed) {
        left -= 1;
        if (!res.write(chunk)) {
          res.once('drain', write);
          return;
        }
      }
      res.end();
    };
    write();
  },
  'server-error': ({ res }) => {
    res.writeHead(500, { 'content-type': 'text/plain' });
    res.end('stack trace: secret-of-the-upstream');
  },
};

export interface HostileServer {
  /** The address that behaves so: `url('duplicates')`. See the paths in this file; also `redirect`, `hang-at-once`. */
  url(path: string): string;
  /** Every path but the well-behaved. */
  readonly paths: string[];
  /** How often anything asked for the address that a network `$ref` names. */
  refHits(): number;
  /** What `good` offers from now on. */
  setGoodTools(names: string[]): void;
  close(): Promise<void>;
}

/**
 * An MCP server (2025-11-25, without sessions) written by hand, because no SDK would let a server be this bad.
 * Each path opens properly and then does one bad thing when asked for its tools.
 */
export async function startHostileServer(): Promise<HostileServer> {
  let refHits = 0;
  let good: Json[] = tools(2);
  let base = '';
  const special: Record<string, Behaviour> = {
    good: call => answer({ tools: good })(call),
    'network-ref': call =>
      answer({
        tools: withSchema({
          type: 'object',
          properties: { odd: { $ref: `${base}/ref.json` } },
        }),
      })(call),
  };
  const server = http.createServer(async (req, res) => {
    const path = new URL(req.url ?? '/', base).pathname.slice(1);
    if (path === 'ref.json') refHits += 1;
    if (path === 'redirect') {
      const port = new URL(base).port;
      res.writeHead(307, { location: `http://localhost:${port}/good` }).end();
      return;
    }
    if (path === 'hang-at-once') return;
    const onTools = special[path] ?? behaviours[path];
    if (!onTools) {
      res.writeHead(404).end();
      return;
    }
    await serve(req, res, { path, onTools });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: path => `${base}/${path}`,
    paths: [
      ...Object.keys(behaviours).filter(path => path !== 'good'),
      'network-ref',
      'redirect',
      'hang-at-once',
    ],
    refHits: () => refHits,
    setGoodTools: names => {
      good = names.map(name => tool(name));
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function serve(
  req: http.IncomingMessage,
  res: http.ServerResponse,
  { path, onTools }: { path: string; onTools: Behaviour },
) {
  if (req.method !== 'POST') {
    res.writeHead(405).end();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  const { id, method, params = {} } = JSON.parse(String(Buffer.concat(chunks)));
  if (id === undefined) {
    res.writeHead(202).end();
    return;
  }
  const call = { id, method, params, res };
  const everything = { tools: {}, prompts: {}, resources: {} };
  if (method === 'initialize') {
    answer({
      protocolVersion: '2025-11-25',
      serverInfo: { name: `hostile-${path}`, version: '1.0.0' },
      capabilities: path === 'liar' ? everything : { tools: {} },
    })(call);
  } else if (method === 'tools/list') {
    onTools(call);
  } else {
    noMethod(call);
  }
}
