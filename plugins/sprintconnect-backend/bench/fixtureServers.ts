/**
 * A process of its own that stands in for many MCP servers: every path `/<name>/mcp` is one, with 20 tools whose
 * descriptions name the server. It speaks both eras through the official SDK. Prints its port as one JSON line.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { toNodeHandler } from '@modelcontextprotocol/node';

const TOOLS = 20;

function toolsOf(name: string) {
  return Array.from({ length: TOOLS }, (_, index) => ({
    name: `tool_${index}`,
    description: `Tool ${index} of ${name}: answers a question about a place and a day.`,
    inputSchema: {
      type: 'object' as const,
      properties: {
        place: { type: 'string', description: 'Name of the place' },
        day: { type: 'string', format: 'date' },
        limit: { type: 'integer', minimum: 1, maximum: 50 },
      },
      required: ['place'],
    },
    annotations: { readOnlyHint: true },
  }));
}

function serverOf(name: string) {
  const server = new Server(
    { name, version: '1.0.0' },
    { capabilities: { tools: {} } },
  );
  const tools = toolsOf(name);
  server.setRequestHandler('tools/list', async () => ({ tools }));
  return server;
}

const handlers = new Map<string, ReturnType<typeof toNodeHandler>>();

function handlerOf(name: string) {
  const known = handlers.get(name);
  if (known) return known;
  const handler = toNodeHandler(createMcpHandler(() => serverOf(name)));
  handlers.set(name, handler);
  return handler;
}

const http = createServer((req, res) => {
  const name = req.url?.split('/')[1] ?? '';
  void handlerOf(name)(req, res);
});
http.listen(0, '127.0.0.1', () => {
  process.stdout.write(
    `${JSON.stringify({ port: (http.address() as AddressInfo).port })}\n`,
  );
});
process.on('disconnect', () => process.exit(0));
