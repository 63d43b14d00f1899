import { createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { EgressError } from '../ports';
import { egressWith, failureOf, listen, serve } from './__testUtils__/loopback';

describe('egress limits', () => {
  it('stops a gzip bomb by what it unfolds to', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    const { url } = await serve((_req, res) =>
      res.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    const heard: EgressError[] = [];
    const egress = egressWith({ limits: { bodyBytesMax: 100_000 } });
    const response = await egress.fetch({}, error => heard.push(error))(url);
    const error = await failureOf(response.arrayBuffer());
    expect(error.code).toBe('too-large');
    expect(heard).toEqual([error]);
  });

  it('counts an endless stream while it is read', async () => {
    const { url } = await serve((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => res.write('data: x\n\n'), 1);
      res.on('close', () => clearInterval(timer));
    });
    const egress = egressWith();
    const response = await egress.fetch({ bodyBytesMax: 50 })(url);
    const reader = response.body!.getReader();
    let bytes = 0;
    const error = await failureOf(
      (async () => {
        for (;;) {
          bytes += (await reader.read()).value!.byteLength;
        }
      })(),
    );
    expect(error.code).toBe('too-large');
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(50);
  });

  it('reads a body of exactly the cap', async () => {
    const { url } = await serve((_req, res) => res.end('12345'));
    const response = await egressWith().fetch({ bodyBytesMax: 5 })(url);
    expect(await response.text()).toBe('12345');
  });

  it('times out on headers that do not come, or come drop by drop', async () => {
    const silent = await serve(() => {});
    const dripping = await listen(
      createTcpServer(socket => {
        socket.on('error', () => {});
        const timer = setInterval(() => socket.write('H'), 5);
        socket.on('close', () => clearInterval(timer));
      }),
    );
    const fetch = egressWith().fetch({ headersTimeoutMs: 100 });
    expect((await failureOf(fetch(silent.url))).code).toBe('timed-out');
    expect(['timed-out', 'connection-failed']).toContain(
      (await failureOf(fetch(dripping.url))).code,
    );
  });

  it('times out on a body that falls silent', async () => {
    const { url } = await serve((_req, res) => {
      res.writeHead(200);
      res.write('begun');
    });
    const response = await egressWith().fetch({ bodyTimeoutMs: 100 })(url);
    const error = await failureOf(response.text());
    expect(error.code).toBe('timed-out');
    expect(error.message).toContain('stopped');
  });

  it('explains a body that breaks off', async () => {
    const { url } = await serve((_req, res) => {
      res.writeHead(200, { 'content-length': '100' });
      res.write('begun', () => res.destroy());
    });
    const response = await egressWith().fetch()(url);
    expect((await failureOf(response.text())).code).toBe('connection-failed');
  });
});
