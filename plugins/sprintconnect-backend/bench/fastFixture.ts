/**
 * A process of its own: a modern MCP server written by hand, which costs as little as it can. Its one tool answers at once. Prints its port
 * as one JSON line.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const RESULTS: Record<string, object> = {
  'server/discover': {
    resultType: 'complete',
    supportedVersions: ['2026-07-28'],
    capabilities: { tools: {} },
    ttlMs: 0,
    cacheScope: 'private',
  },
  'tools/call': {
    resultType: 'complete',
    content: [{ type: 'text', text: 'Sunny, 21 °C, light wind from the west' }],
  },
};

const http = createServer(async (req, res) => {
  let text = '';
  for await (const chunk of req) text += chunk;
  const { id, method } = JSON.parse(text);
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ jsonrpc: '2.0', id, result: RESULTS[method] }));
});
http.listen(0, '127.0.0.1', () => {
  const { port } = http.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ ports: [port] })}\n`);
});
process.on('disconnect', () => process.exit(0));
