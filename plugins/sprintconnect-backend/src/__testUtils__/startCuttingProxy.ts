import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands before a database and breaks connections off. */
export interface CuttingProxy {
  port: number;
  /** Breaks the next connection off on which this is sent: before it arrives, or when the answer comes. */
  cutAt(text: string, when: 'before' | 'answer'): void;
  /** From now on it takes what is sent and passes nothing on. */
  fallSilent(): void;
  close(): void;
}

/** Starts a proxy of TCP on loopback. */
export async function startCuttingProxy(target: {
  host: string;
  port: number;
}): Promise<CuttingProxy> {
  let cut: { text: string; when: 'before' | 'answer' } | undefined;
  let isSilent = false;
  const sockets = new Set<Socket>();
  const server = createServer(client => {
    const database = connect(target);
    let isLast = false;
    const end = () => {
      client.destroy();
      database.destroy();
    };
    client.on('data', data => {
      if (isSilent) return;
      if (cut && data.includes(cut.text)) {
        isLast = cut.when === 'answer';
        cut = undefined;
        if (!isLast) {
          end();
          return;
        }
      }
      database.write(data);
    });
    database.on('data', data => {
      if (isLast) end();
      else client.write(data);
    });
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cutAt(text, when) {
      cut = { text, when };
    },
    fallSilent() {
      isSilent = true;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
