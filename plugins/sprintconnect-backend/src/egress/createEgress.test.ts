import { createServer as createTcpServer } from 'node:net';
import {
  egressWith,
  failureOf,
  hello,
  listen,
  serve,
} from './__testUtils__/loopback';

describe('egress to allowed places', () => {
  it('answers a global Response with status, headers and body', async () => {
    const { url } = await serve((_req, res) =>
      res.writeHead(201, { 'x-kind': 'test' }).end('{"a":1}'),
    );
    const response = await egressWith().fetch()(url);
    expect(response).toBeInstanceOf(Response);
    expect(response.status).toBe(201);
    expect(response.headers.get('x-kind')).toBe('test');
    expect(await response.json()).toEqual({ a: 1 });
  });

  it('sends method, headers of the global class, and body', async () => {
    const { url } = await serve(async (req, res) => {
      const body = await new Response(req as unknown as ReadableStream).text();
      res.end(`${req.method} ${req.headers['x-a']} ${body}`);
    });
    const response = await egressWith().fetch()(new URL(url), {
      method: 'POST',
      headers: new Headers({ 'x-a': '1' }),
      body: 'text',
    });
    expect(await response.text()).toBe('POST 1 text');
  });

  it('keeps one connection for requests that follow each other', async () => {
    const { url, seen } = await serve(hello);
    const fetch = egressWith().fetch();
    for (let i = 0; i < 20; i++) {
      await (await fetch(url)).text();
    }
    expect(seen.connections).toBe(1);
  });

  it('answers a status without body', async () => {
    const { url } = await serve((_req, res) => res.writeHead(204).end());
    const response = await egressWith().fetch()(url);
    expect([response.status, response.body]).toEqual([204, null]);
  });

  it('rejects with the reason of the caller who aborts', async () => {
    const { url } = await serve(() => {});
    const reason = new Error('enough');
    const controller = new AbortController();
    const answer = egressWith().fetch()(url, { signal: controller.signal });
    controller.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });
});

describe('egress failures', () => {
  it('says that nothing listens', async () => {
    const { url, port, close } = await serve(hello);
    await close();
    const error = await failureOf(egressWith().fetch()(url));
    expect(error.code).toBe('connection-failed');
    expect(error.message).toBe(
      `Couldn't reach 127.0.0.1:${port}: nothing is listening there; check the port and that the server is running.`,
    );
  });

  it('says that a name has no address', async () => {
    const egress = egressWith({
      resolve: async () => {
        throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
      },
    });
    const error = await failureOf(egress.fetch()('http://nowhere.test/'));
    expect(error.code).toBe('name-not-resolved');
    const none = egressWith({ resolve: async () => [] });
    expect((await failureOf(none.fetch()('http://nowhere.test/'))).code).toBe(
      'name-not-resolved',
    );
  });

  it('says that TLS is not spoken, and that HTTP is not', async () => {
    const plain = await serve(hello);
    const https = `https://127.0.0.1:${plain.port}/`;
    expect((await failureOf(egressWith().fetch()(https))).code).toBe(
      'tls-failed',
    );
    const babble = await listen(
      createTcpServer(socket => {
        socket.on('error', () => {});
        socket.end('SSH-2.0-OpenSSH_9.2\r\n');
      }),
    );
    expect((await failureOf(egressWith().fetch()(babble.url))).code).toBe(
      'connection-failed',
    );
  });
});
