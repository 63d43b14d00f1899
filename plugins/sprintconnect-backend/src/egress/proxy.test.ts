import { createServer, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import {
  egressWith,
  failureOf,
  hello,
  listen,
  serve,
} from './__testUtils__/loopback';
import { egressSettingsSchema } from './EgressSettings';
import type { EgressProxy } from './DialerOptions';

/** A proxy that knows where names lead, and notes what it was asked for. */
async function startProxy(answer?: string) {
  const asked: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer((_req, res) => res.writeHead(405).end());
  server.on('connect', (req: IncomingMessage, client: Socket) => {
    asked.push(req.url!);
    headers.push(req.headers);
    client.on('error', () => {});
    if (answer !== undefined) {
      client.end(answer);
      return;
    }
    const port = Number(req.url!.split(':').at(-1));
    const there = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      there.pipe(client).pipe(there);
    });
    there.on('error', () => client.destroy());
    client.on('close', () => there.destroy());
  });
  const { port } = await listen(server);
  return {
    asked,
    headers,
    url: new URL(`http://user:p%40ss@127.0.0.1:${port}`),
  };
}

const through = (url: URL, more: Partial<EgressProxy> = {}) => ({
  proxy: { url, noProxy: [], connectTo: 'address' as const, ...more },
});
const resolve = async (name: string) => {
  const [address] =
    { 'tools.example': ['127.0.0.1'], 'inside.example': ['10.0.0.7'] }[name] ??
    [];
  if (!address) throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
  return [{ address, family: 4 }];
};
const allow = [{ host: 'tools.example' }, { host: '127.0.0.1' }];

describe('a proxy of the company', () => {
  it('is asked for the address that was judged, with its credentials', async () => {
    const proxy = await startProxy();
    const { port } = await serve(hello);
    const egress = egressWith({ allow, resolve, ...through(proxy.url) });
    const response = await egress.fetch()(`http://tools.example:${port}/`);
    expect(await response.text()).toBe('hello');
    expect(proxy.asked).toEqual([`127.0.0.1:${port}`]);
    expect(proxy.headers[0]['proxy-authorization']).toBe(
      `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    );
  });

  it('is not asked for what may not be reached', async () => {
    const proxy = await startProxy();
    const egress = egressWith({ allow: [], resolve, ...through(proxy.url) });
    for (const url of [
      'http://127.0.0.1/',
      'http://inside.example/',
      'http://[::ffff:127.0.0.1]/',
      'http://tools.example:22/',
    ]) {
      expect((await failureOf(egress.fetch()(url))).code).toMatch(
        /not-allowed/,
      );
    }
    const named = egressWith({
      allow: [],
      resolve,
      ...through(proxy.url, { connectTo: 'name' }),
    });
    expect(
      (await failureOf(named.fetch()('http://inside.example/'))).code,
    ).toBe('address-not-allowed');
    expect(proxy.asked).toEqual([]);
  });

  it('is asked for a name only where that is chosen, also for one that nobody here knows', async () => {
    const proxy = await startProxy();
    const { port } = await serve(hello);
    const url = `http://unknown.example:${port}/`;
    const pinned = egressWith({ allow, resolve, ...through(proxy.url) });
    expect((await failureOf(pinned.fetch()(url))).code).toBe(
      'name-not-resolved',
    );
    const named = egressWith({
      allow,
      resolve,
      ...through(proxy.url, { connectTo: 'name' }),
    });
    expect(await (await named.fetch()(url)).text()).toBe('hello');
    expect(proxy.asked).toEqual([`unknown.example:${port}`]);
  });

  it('is left out where the configuration says so', async () => {
    const proxy = await startProxy();
    const { port, url } = await serve(hello);
    for (const noProxy of [
      ['127.0.0.0/8', '.example'],
      ['127.0.0.1', 'tools.example'],
    ]) {
      const egress = egressWith({
        allow,
        resolve,
        ...through(proxy.url, { noProxy }),
      });
      await (await egress.fetch()(url)).text();
      await (await egress.fetch()(`http://tools.example:${port}/`)).text();
    }
    expect(proxy.asked).toEqual([]);
  });

  it.each([
    ['HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', 'answered HTTP 407'],
    ['SSH-2.0-x\r\n\r\n', 'something else than HTTP'],
    ['HTTP/1.1 2', 'closed the connection'],
  ])('that answers %j is told of', async (answer, words) => {
    const proxy = await startProxy(answer);
    const egress = egressWith({ allow, resolve, ...through(proxy.url) });
    const error = await failureOf(egress.fetch()('http://tools.example/'));
    expect(error.code).toBe('connection-failed');
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('p%40ss');
  });

  it('that is not there is told of', async () => {
    const egress = egressWith({
      allow,
      resolve,
      ...through(new URL('http://127.0.0.1:1')),
    });
    const error = await failureOf(egress.fetch()('http://tools.example/'));
    expect(error.message).toContain("the proxy 127.0.0.1:1 can't be reached");
  });
});

it.each([
  [{ proxy: { url: 'socks5://a' } }],
  [{ proxy: {} }],
  [{ privateRanges: ['169.254.0.0/16'] }],
  [{ privateRanges: ['0.0.0.0/0'] }],
  [{ privateRanges: ['8.8.8.0/24'] }],
  [{ privateRanges: ['10.1.2.3/8'] }],
  [{ default: 'all' }],
  [{ tls: { minVersion: 'TLSv1.0' } }],
  [{ limits: { connectionsPerHost: 0 } }],
])('settings %j are refused', settings => {
  expect(egressSettingsSchema.safeParse(settings).success).toBe(false);
});
