import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that gives each request to the next instance. Answers and streams pass as they come. */
export async function startRoundRobin(bases: readonly string[]) {
  let count = 0;
  let streams = 0;
  const proxy = createServer((req, res) => {
    const base = new URL(bases[count++ % bases.length]!);
    const onward = request(
      {
        host: base.hostname,
        port: base.port,
        path: req.url,
        method: req.method,
        headers: { ...req.headers, host: base.host },
      },
      answer => {
        res.writeHead(answer.statusCode!, answer.headers);
        const type = answer.headers['content-type'] ?? '';
        if (type.startsWith('text/event-stream')) streams += 1;
        answer.pipe(res);
        answer.on('error', () => res.destroy());
      },
    );
    onward.on('error', () => res.destroy());
    res.on('close', () => onward.destroy());
    req.pipe(onward);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}${new URL(bases[0]!).pathname}`,
    /** How many event streams have begun. */
    streams: () => streams,
    async close() {
      proxy.close();
      proxy.closeAllConnections();
      await once(proxy, 'close');
    },
  };
}
