import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  localhostHostValidation,
  localhostOriginValidation,
} from '@modelcontextprotocol/node';

export interface Listening {
  port: number;
  close(): Promise<void>;
}

type Handler = (
  req: IncomingMessage,
  res: ServerResponse,
) => Promise<void> | void;

/**
 * Listens on 127.0.0.1 and answers only requests that name the local machine as host and come from no foreign
 * page (MCP 2026-07-28, Streamable HTTP, security warning on DNS rebinding).
 *
 * @param port - 0 takes a free one.
 * @throws Error when the port is taken, with the port in the message.
 */
export async function serveHttp(
  port: number,
  routes: Record<string, Handler>,
): Promise<Listening> {
  const hostIsLocal = localhostHostValidation();
  const originIsLocal = localhostOriginValidation();
  const server = createServer((req, res) => {
    if (!hostIsLocal(req, res) || !originIsLocal(req, res)) return;
    const handler =
      routes[new URL(req.url ?? '/', 'http://localhost').pathname];
    if (!handler) {
      res.writeHead(404, { 'content-type': 'text/plain' });
      res.end(`Nothing here. Try ${Object.keys(routes).join(' or ')}.\n`);
      return;
    }
    Promise.resolve(handler(req, res)).catch(() => res.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} is already used. Stop the program that holds it, or choose another port.`,
              { cause: error },
            )
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
