import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { startServer } from './startServer.ts';

test('is healthy, also for who asks by an address', async t => {
  const { url } = await startServer(t);
  const answer = await fetch(new URL('/healthz', url));
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), { status: 'ok' });
  assert.equal(await statusForHost(url, '10.1.2.3', '/healthz'), 200);
});

test('answers only to its own names', async t => {
  const { url } = await startServer(t);
  assert.equal(await statusForHost(url, 'evil.example'), 403);
  // Let through, and then refused for other reasons: no method, and perhaps no token.
  assert.notEqual(await statusForHost(url, 'mcp.example.com'), 403);
});

test('refuses pages of strangers', async t => {
  const { ask } = await startServer(t);
  assert.equal((await ask({ origin: 'https://evil.example' })).status, 403);
  assert.equal((await ask({ origin: 'null' })).status, 403);
  assert.equal((await ask({ origin: 'http://chat.example.com' })).status, 403);
  assert.equal((await ask({ origin: 'http://localhost:6274' })).status, 200);
  assert.equal((await ask({ origin: 'https://mcp.example.com' })).status, 200);
  assert.equal((await ask()).status, 200);
});

test('lets pages of allowed origins read the answer', async t => {
  const { ask, url } = await startServer(t);
  const origin = 'https://chat.example.com';
  const answer = await ask({ origin });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('access-control-allow-origin'), origin);

  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,mcp-method',
    },
  });
  assert.equal(preflight.status, 204);
  const allowed = preflight.headers.get('access-control-allow-headers');
  assert.equal(allowed, 'authorization,mcp-method');
});

test('says where MCP is to who looks elsewhere', async t => {
  const { url } = await startServer(t);
  const answer = await fetch(new URL('/', url));
  assert.equal(answer.status, 404);
  assert.match(await answer.text(), /MCP is at \/mcp/);
});

/** `fetch` does not let a host be chosen. */
function statusForHost(url: string, host: string, path = '/mcp') {
  return new Promise<number | undefined>((resolve, reject) => {
    const target = new URL(path, url);
    request(target, { headers: { host } }, response => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
}
