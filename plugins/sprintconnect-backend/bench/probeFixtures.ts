/**
 * A process of its own that stands in for servers that are probed: one real MCP server of both eras behind many ports,
 * so that probes have to dial as they do in life. Prints its ports as one JSON line.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { toNodeHandler } from '@modelcontextprotocol/node';

const PORTS = 500;

const answer = toNodeHandler(
  createMcpHandler(
    () =>
      new Server({ name: 'probed', version: '1.0.0' }, { capabilities: {} }),
  ),
);

async function listen(): Promise<number> {
  const http = createServer((req, res) => void answer(req, res));
  await new Promise<void>(done => http.listen(0, '127.0.0.1', done));
  return (http.address() as AddressInfo).port;
}

void Promise.all(Array.from({ length: PORTS }, listen)).then(ports =>
  process.stdout.write(`${JSON.stringify({ ports })}\n`),
);
process.on('disconnect', () => process.exit(0));
