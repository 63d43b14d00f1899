import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import { EgressError } from '../../ports';
import {
  createEgress,
  type ClosableEgress,
  type EgressOptions,
} from '../createEgress';

/** Serves HTTP on this machine until the test is over. */
export const serve = (listener: RequestListener) =>
  listen(createServer(listener));

/** Has a server listen on this machine until the test is over, and notes who comes. */
export async function listen(server: Server | TcpServer) {
  const seen = { connections: 0, requests: [] as string[] };
  server.on('connection', socket => {
    seen.connections++;
    closedAfterTest({ close: () => socket.destroy() });
  });
  server.on('request', request => seen.requests.push(request.url));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return closedAfterTest({
    port,
    url: `http://127.0.0.1:${port}/`,
    seen,
    close: () => new Promise(resolve => server.close(resolve)),
  });
}

/** Egress that may reach this machine. */
export const egressWith = (options: Partial<EgressOptions> = {}) =>
  closedAfterTest<ClosableEgress>(
    createEgress({ allow: [{ host: '127.0.0.1' }], ...options }),
  );

/** The error that the work ends with. */
export async function failureOf(work: Promise<unknown>): Promise<EgressError> {
  const error = await work.then(
    () => new Error('it succeeded'),
    each => each,
  );
  expect(error).toBeInstanceOf(EgressError);
  return error;
}

export const hello: RequestListener = (_req, res) => res.end('hello');
