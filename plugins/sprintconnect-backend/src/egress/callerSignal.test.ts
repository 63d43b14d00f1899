import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { egressWith, failureOf, serve } from './__testUtils__/loopback';

function caller() {
  const controller = new AbortController();
  const { signal } = controller;
  return {
    signal,
    leave: (reason: Error) => controller.abort(reason),
    listeners: () => getEventListeners(signal, 'abort').length,
  };
}

const some = (res: ServerResponse) =>
  res.writeHead(200, { 'content-type': 'text/plain' }).write('some');

describe('the signal of the caller', () => {
  it('is listened to until the body has been read, and no longer', async () => {
    const { url } = await serve((_req, res) => res.end('all'));
    const { signal, listeners } = caller();
    const response = await egressWith().fetch()(url, { signal });
    expect(listeners()).toBe(1);
    expect(await response.text()).toBe('all');
    expect(listeners()).toBe(0);
  });

  it('breaks off a body that is being read', async () => {
    const { url } = await serve((_req, res) => some(res));
    const { signal, leave, listeners } = caller();
    const response = await egressWith().fetch()(url, { signal });
    const reader = response.body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe('some');
    const rest = reader.read();
    const reason = new Error('enough');
    leave(reason);
    await expect(rest).rejects.toBe(reason);
    expect(listeners()).toBe(0);
  });

  it('is let go when the reader has read enough', async () => {
    const { url } = await serve((_req, res) => some(res));
    const { signal, listeners } = caller();
    const response = await egressWith().fetch()(url, { signal });
    await response.body!.cancel();
    expect(listeners()).toBe(0);
  });

  it('is let go with an answer that has no body', async () => {
    const { url } = await serve((_req, res) => res.writeHead(204).end());
    const { signal, listeners } = caller();
    await egressWith().fetch()(url, { signal });
    expect(listeners()).toBe(0);
  });

  it('is let go with a body that is too large, falls silent, or breaks', async () => {
    const limits = { bodyBytesMax: 3, bodyTimeoutMs: 5_000 };
    const { url } = await serve((req, res) => {
      some(res);
      if (req.url === '/broken') setTimeout(() => res.destroy(), 50);
    });
    const cases = [
      { path: '', code: 'too-large', limits },
      {
        path: '',
        code: 'timed-out',
        limits: { bodyBytesMax: 100, bodyTimeoutMs: 50 },
      },
      {
        path: 'broken',
        code: 'connection-failed',
        limits: { ...limits, bodyBytesMax: 100 },
      },
    ];
    for (const { path, code, limits: of } of cases) {
      const { signal, listeners } = caller();
      const response = await egressWith().fetch(of)(url + path, { signal });
      expect((await failureOf(response.text())).code).toBe(code);
      expect(listeners()).toBe(0);
    }
  });

  it('is let go when the request fails', async () => {
    const hangs = await serve(() => {});
    const redirects = await serve((_req, res) =>
      res.writeHead(307, { location: 'http://127.0.0.2/' }).end('elsewhere'),
    );
    const gone = await serve(() => {});
    await gone.close();
    const limits = { headersTimeoutMs: 100 };
    for (const { url, code } of [
      { url: hangs.url, code: 'timed-out' },
      { url: redirects.url, code: 'redirected' },
      { url: gone.url, code: 'connection-failed' },
    ]) {
      const { signal, listeners } = caller();
      const failure = await failureOf(
        egressWith().fetch(limits)(url, { signal }),
      );
      expect(failure.code).toBe(code);
      expect(listeners()).toBe(0);
    }
  });
});
