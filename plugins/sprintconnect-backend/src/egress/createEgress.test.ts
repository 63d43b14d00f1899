import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { EgressError } from '../ports';
import {
  createEgress,
  type ClosableEgress,
  type EgressOptions,
} from './createEgress';

const closers: Array<() => Promise<unknown>> = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map(close => close()));
});

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  return listen(server);
}

async function listen(server: Server | ReturnType<typeof createTcpServer>) {
  const seen = { connections: 0, requests: [] as string[] };
  server.on('connection', socket => {
    seen.connections++;
    closers.push(async () => socket.destroy());
  });
  server.on('request', request => seen.requests.push(request.url));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise(resolve => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}/`, seen };
}

function egressWith(options: Partial<EgressOptions> = {}): ClosableEgress {
  const egress = createEgress({ allow: [{ host: '127.0.0.1' }], ...options });
  closers.push(() => egress.close());
  return egress;
}

async function failureOf(work: Promise<unknown>): Promise<EgressError> {
  const error = await work.then(
    () => new Error('it succeeded'),
    each => each,
  );
  expect(error).toBeInstanceOf(EgressError);
  return error;
}

const hello: RequestListener = (_req, res) => res.end('hello');

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

  it('keeps connections for requests that follow each other', async () => {
    const { url, seen } = await serve(hello);
    const fetch = egressWith().fetch();
    for (let i = 0; i < 5; i++) {
      await (await fetch(url)).text();
    }
    // Two, because a connection is free only a moment after its body was read.
    expect(seen.connections).toBeLessThanOrEqual(2);
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

describe('egress to refused places', () => {
  it.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.0.0.1:PORT/',
    'http://0177.1:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://0.0.0.0:PORT/',
  ])('refuses %s without touching it', async pattern => {
    const { port, seen } = await serve(hello);
    const url = pattern.replace('PORT', String(port));
    const error = await failureOf(egressWith({ allow: [] }).fetch()(url));
    expect(error.code).toBe('address-not-allowed');
    expect(error.message).toContain('sprintconnect.egress.allow');
    expect(seen.connections).toBe(0);
  });

  it('refuses a name when any of its addresses is refused', async () => {
    const { port, seen } = await serve(hello);
    const egress = egressWith({
      allow: [],
      resolve: async () => [
        { address: '8.8.8.8', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    });
    const error = await failureOf(egress.fetch()(`http://mixed.test:${port}/`));
    expect(error.code).toBe('address-not-allowed');
    expect(seen.connections).toBe(0);
  });

  it('refuses a name that is rebound between the early check and the dialling', async () => {
    const { port, seen } = await serve(hello);
    const answers = ['8.8.8.8', '127.0.0.1'];
    const egress = egressWith({
      allow: [],
      resolve: async () => [{ address: answers.shift()!, family: 4 }],
    });
    const url = `http://rebound.test:${port}/`;
    expect(await egress.refusalOf(url)).toBeUndefined();
    expect((await failureOf(egress.fetch()(url))).code).toBe(
      'address-not-allowed',
    );
    expect(answers).toEqual([]);
    expect(seen.connections).toBe(0);
  });

  it('dials the very address that was judged', async () => {
    const { port, seen } = await serve(hello);
    let lookups = 0;
    const egress = egressWith({
      allow: [{ host: 'inside.test', ports: [port] }],
      resolve: async () => {
        lookups++;
        return [{ address: '127.0.0.1', family: 4 }];
      },
    });
    const response = await egress.fetch()(`http://inside.test:${port}/`);
    expect(await response.text()).toBe('hello');
    expect([lookups, seen.connections]).toEqual([1, 1]);
  });

  it('refuses a denied port unless an entry names it', async () => {
    const { port, url, seen } = await serve(hello);
    const denied = egressWith({ portsDenied: [port] });
    expect((await failureOf(denied.fetch()(url))).code).toBe(
      'port-not-allowed',
    );
    expect(seen.connections).toBe(0);
    const named = egressWith({
      allow: [{ host: '127.0.0.1', ports: [port] }],
      portsDenied: [port],
    });
    expect((await named.fetch()(url)).status).toBe(200);
  });

  it.each(['ftp://127.0.0.1/', 'file:///etc/passwd', 'http://a:b@127.0.0.1/'])(
    'refuses %s',
    async url => {
      const error = await failureOf(egressWith().fetch()(url));
      expect(error.code).toBe('scheme-not-allowed');
    },
  );
});

describe('egress and redirects', () => {
  it.each([301, 302, 303, 307, 308])(
    'refuses a %i to another origin',
    async status => {
      const other = await serve(hello);
      const { url } = await serve((_req, res) =>
        res.writeHead(status, { location: other.url }).end(),
      );
      for (const redirect of ['follow', 'manual'] as const) {
        const error = await failureOf(egressWith().fetch()(url, { redirect }));
        expect(error.code).toBe('redirected');
        expect(error.message).toContain('register the final URL');
      }
      expect(other.seen.connections).toBe(0);
    },
  );

  it('refuses a redirect to the metadata service', async () => {
    const { url } = await serve((_req, res) =>
      res.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end(),
    );
    expect((await failureOf(egressWith().fetch()(url))).code).toBe(
      'redirected',
    );
  });

  it('follows within the origin and keeps method and body', async () => {
    const { url, seen } = await serve((req, res) => {
      if (req.url === '/') {
        res.writeHead(307, { location: '/there' }).end();
        return;
      }
      req.pipe(res);
    });
    const response = await egressWith().fetch()(url, {
      method: 'POST',
      body: 'kept',
    });
    expect(await response.text()).toBe('kept');
    expect(seen.requests).toEqual(['/', '/there']);
  });

  it('answers a redirect within the origin as it is when asked to', async () => {
    const { url } = await serve((_req, res) =>
      res.writeHead(307, { location: '/there' }).end(),
    );
    const response = await egressWith().fetch()(url, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([
      307,
      '/there',
    ]);
  });

  it('gives up on circles, and on a POST that would lose its body', async () => {
    const { url, seen } = await serve((_req, res) =>
      res.writeHead(302, { location: '/' }).end(),
    );
    expect((await failureOf(egressWith().fetch()(url))).message).toContain(
      'in circles',
    );
    expect(seen.requests).toHaveLength(4);
    const post = egressWith().fetch()(url, { method: 'POST', body: 'x' });
    expect((await failureOf(post)).message).toContain('lose its body');
  });
});

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
    expect(error.message).toContain('in the middle');
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

describe('egress failures', () => {
  it('says that nothing listens', async () => {
    const { url, port } = await serve(hello);
    await Promise.all(closers.splice(0).map(close => close()));
    const error = await failureOf(egressWith().fetch()(url));
    expect(error.code).toBe('connection-failed');
    expect(error.message).toBe(
      `Could not reach 127.0.0.1:${port}: nothing listens there; check the port and whether the server runs.`,
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

describe('refusalOf', () => {
  it.each([
    ['no url', 'not a URL'],
    ['ftp://example.test/', 'http and https'],
    ['http://example.test:22/', 'Port 22'],
    ['http://10.0.0.1/', 'sprintconnect.egress.allow'],
    ['http://private.test/', 'resolves to a private address'],
  ])('says what is wrong with %s', async (url, words) => {
    const egress = egressWith({
      resolve: async () => [{ address: '192.168.0.1', family: 4 }],
    });
    expect(await egress.refusalOf(url)).toContain(words);
  });

  it('lets pass what is public, what is allowed, and what does not resolve in time', async () => {
    const answers: Record<string, () => Promise<never[]>> = {
      'fails.test': async () => {
        throw new Error('no');
      },
      'slow.test': () => new Promise(() => {}),
    };
    const egress = egressWith({
      resolve: host =>
        answers[host]?.() ??
        Promise.resolve([{ address: '8.8.8.8', family: 4 }]),
    });
    for (const url of [
      'https://public.test/',
      'http://127.0.0.1:8080/',
      'http://fails.test/',
      'http://slow.test/',
    ]) {
      expect(await egress.refusalOf(url)).toBeUndefined();
    }
  });
});
