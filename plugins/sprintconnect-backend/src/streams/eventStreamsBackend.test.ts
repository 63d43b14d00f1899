import { once } from 'node:events';
import http from 'node:http';
import { SprintConnectClient } from '@sprintconnect/plugin-sprintconnect-common';
import { eventually } from '../__testUtils__';
import { startRealBackend, TOKEN } from '../__testUtils__/startRealBackend';
import { readStream } from './__testUtils__/openStreams';

const headers = {
  authorization: `Bearer ${TOKEN}`,
  'content-type': 'application/json',
};

async function register(base: string, name: string) {
  const response = await fetch(`${base}/v1/servers`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      name,
      environment: 'production',
      remotes: [{ type: 'streamable-http', url: 'https://a.example/mcp' }],
    }),
  });
  expect(response.status).toBe(201);
}

it("streams through Backstage's root router with compression on, and does not delay its stop", async () => {
  const { backend, base } = await startRealBackend({
    sprintconnect: { events: { heartbeatSeconds: 1 } },
  });
  // This much is compressed, so that the stream is known to be the exception.
  const document = await fetch(`${base}/openapi.json`, {
    headers: { 'accept-encoding': 'gzip' },
  });
  expect(document.headers.get('content-encoding')).toBe('gzip');
  await document.text();
  expect((await fetch(`${base}/v1/events/stream`)).status).toBe(401);

  const request = http.get(`${base}/v1/events/stream`, {
    headers: { ...headers, 'accept-encoding': 'gzip' },
  });
  const [response] = (await once(request, 'response')) as [
    http.IncomingMessage,
  ];
  expect(response.statusCode).toBe(200);
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    'x-request-id': expect.any(String),
  });
  expect(response.headers['content-encoding']).toBeUndefined();
  let text = '';
  response.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });
  const ended = once(response, 'end');

  await register(base, 'first');
  await eventually('the event is told while the stream is open', () =>
    text.includes('event: server.registered\n'),
  );
  expect(text).toMatch(/^retry: \d+\nid: 0\n\n/);
  await eventually('it shows that it lives', () =>
    text.includes(': still here\n'),
  );

  const client = new SprintConnectClient({
    baseUrl: base,
    fetch: (url, init) =>
      fetch(url, { ...init, headers: { ...init?.headers, ...headers } }),
  });
  const stream = client.events.stream({ lastEventId: 0 });
  await expect(stream.next()).resolves.toMatchObject({
    value: { seq: 1, type: 'server.registered', orgId: 'default' },
  });
  await stream.return(undefined);

  const before = Date.now();
  await backend.stop();
  await ended;
  // Without the end of the stream the server would wait for this client for ever.
  expect(Date.now() - before).toBeLessThan(10_000);
  expect(response.complete).toBe(true);
});

it('ends a stream when its key expires, is rotated, or is revoked', async () => {
  const { backend, base } = await startRealBackend({
    sprintconnect: { events: { heartbeatSeconds: 1 } },
  });
  const send = (method: string, path: string, body?: object) =>
    fetch(`${base}${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
  const listen = async (secret: string, query = '') => {
    const response = await fetch(`${base}/v1/events/stream${query}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(response.status).toBe(200);
    let isOver = false;
    const ended = readStream(response).then(text => {
      isOver = true;
      return text;
    });
    return { ended, isOver: () => isOver };
  };
  const listenWith = async (key: object) => {
    const made = await send('POST', '/v1/api-keys', {
      scopes: ['mcp:servers:read'],
      ...key,
    });
    expect(made.status).toBe(201);
    const { id, secret } = await made.json();
    return { id, ...(await listen(secret)) };
  };
  try {
    const revoked = await listenWith({ name: 'revoked' });
    const expiring = await listenWith({
      name: 'expiring',
      expiresAt: new Date(Date.now() + 8_000).toISOString(),
    });
    const lasting = await listenWith({ name: 'lasting' });
    const rotated = await listenWith({ name: 'rotated' });
    const renewed = await send('POST', `/v1/api-keys/${rotated.id}/rotate`, {
      overlapHours: 0,
    });
    await rotated.ended;
    // It is told of the rotation, which came before, and goes on.
    const { secret } = await renewed.json();
    const again = await listen(secret, '?lastEventId=0');
    expect(await expiring.ended).toContain('id: ');
    for (const open of [revoked, lasting, again]) {
      expect(open.isOver()).toBe(false);
    }
    const answer = await send('DELETE', `/v1/api-keys/${revoked.id}`);
    expect(answer.status).toBe(204);
    expect(await revoked.ended).not.toContain('access.key.revoked');
    expect(lasting.isOver()).toBe(false);
  } finally {
    await backend.stop();
  }
});
