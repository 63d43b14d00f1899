import { egressWith, failureOf, hello, serve } from './__testUtils__/loopback';

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
        expect(error.message).toContain('Register the final URL');
      }
      expect(other.seen.connections).toBe(0);
    },
  );

  it('refuses a redirect to another scheme of the same host and port', async () => {
    const { url, seen } = await serve((_req, res) =>
      res.writeHead(307, { location: url.replace('http:', 'https:') }).end(),
    );
    const error = await failureOf(egressWith().fetch()(url));
    expect(error.code).toBe('redirected');
    expect(seen.connections).toBe(1);
  });

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
      'too many times',
    );
    expect(seen.requests).toHaveLength(4);
    const post = egressWith().fetch()(url, { method: 'POST', body: 'x' });
    expect((await failureOf(post)).message).toContain('lose its body');
  });
});
