/**
 * A process of its own: an MCP server of both eras, written by hand so that it costs little. Its one tool answers at once. Over HTTP it prints
 * its port as one JSON line; with `--stdio` it reads lines. Runs as it is, without what compiles TypeScript, because gateways start it, too.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

const INFO = { name: 'bench', version: '1.0.0' };
const CACHE = { ttlMs: 60_000, cacheScope: 'private' };
const TOOLS = [
  {
    name: 'weather',
    description: 'The weather of a place.',
    inputSchema: {
      type: 'object',
      properties: {
        place: { type: 'string', description: 'Name of the place' },
        day: { type: 'string', format: 'date' },
        limit: { type: 'integer', minimum: 1, maximum: 50 },
      },
      required: ['place'],
    },
  },
];

/** Any older revision will do: some gateways know none of 2025-11-25. */
const welcome = (protocolVersion: string) => ({
  protocolVersion,
  capabilities: { tools: {} },
  serverInfo: INFO,
});

const RESULTS: Record<string, object> = {
  'server/discover': {
    resultType: 'complete',
    supportedVersions: ['2026-07-28', '2025-11-25'],
    capabilities: { tools: {} },
    ...CACHE,
  },
  ping: {},
  'tools/list': { resultType: 'complete', tools: TOOLS, ...CACHE },
  'tools/call': {
    resultType: 'complete',
    content: [{ type: 'text', text: 'Sunny, 21 °C, light wind from the west' }],
  },
};

/** The answer to a message; undefined where there is none to give. */
function answerTo(text: string): string | undefined {
  const { id, method, params } = JSON.parse(text);
  if (id === undefined || !method) return undefined;
  const result =
    method === 'initialize' ? welcome(params.protocolVersion) : RESULTS[method];
  const error = { code: -32601, message: `There is no method ${method}` };
  return JSON.stringify({
    jsonrpc: '2.0',
    id,
    ...(result ? { result } : { error }),
  });
}

function serveHttp() {
  const http = createServer(async (req, res) => {
    if (req.method !== 'POST') {
      res.writeHead(req.method === 'DELETE' ? 200 : 405).end();
      return;
    }
    let text = '';
    for await (const chunk of req) text += chunk;
    const answer = answerTo(text);
    res.writeHead(answer ? 200 : 202, {
      ...(answer && { 'content-type': 'application/json' }),
      ...(text.includes('"initialize"') && { 'mcp-session-id': randomUUID() }),
    });
    res.end(answer);
  });
  http.listen(0, '127.0.0.1', () => {
    const { port } = http.address() as AddressInfo;
    process.stdout.write(`${JSON.stringify({ ports: [port] })}\n`);
  });
  process.on('disconnect', () => process.exit(0));
}

function serveStdio() {
  createInterface(process.stdin)
    .on('line', line => {
      const answer = answerTo(line);
      if (answer) process.stdout.write(`${answer}\n`);
    })
    .once('close', () => process.exit(0));
}

if (process.argv.includes('--stdio')) serveStdio();
else serveHttp();
