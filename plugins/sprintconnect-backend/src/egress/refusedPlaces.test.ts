import { egressWith, failureOf, hello, serve } from './__testUtils__/loopback';

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

describe('refusalOf', () => {
  it.each([
    ['no url', "isn't a URL"],
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
