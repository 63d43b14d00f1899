import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a port of loopback on which what comes back takes its time. */
export interface SlowProxy {
  port: number;
  /** How long, from now on, in milliseconds. 0 at first. */
  delayBy(ms: number): void;
  /** Breaks the connections off, with whatever is on its way. */
  cut(): void;
  close(): void;
}

/** Opens a proxy to a port of loopback. */
export async function startSlowProxy(target: number): Promise<SlowProxy> {
  const sockets = new Set<Socket>();
  const delay = { ms: 0 };
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer(near => {
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', data => far.write(data));
    far.on('data', data => {
      setTimeout(() => near.write(data), delay.ms).unref();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    delayBy: ms => {
      delay.ms = ms;
    },
    cut,
    close: () => {
      server.close();
      cut();
    },
  };
}
