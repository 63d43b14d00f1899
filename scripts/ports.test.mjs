import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { freePort, holderOf, isTaken, requireFree } from './ports.mjs';

async function listenOn(host) {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  return server;
}

test('a free port is free', async () => {
  const port = await freePort();
  assert.equal(await isTaken(port), false);
  await requireFree([{ port, what: 'portal', variable: 'PORTAL_PORT' }]);
});

for (const host of ['127.0.0.1', '0.0.0.0', '::1', '::']) {
  test(`a port on which somebody listens at ${host} is taken`, async t => {
    const server = await listenOn(host).catch(() => undefined);
    if (!server) {
      t.skip('no IPv6 here');
      return;
    }
    t.after(() => server.close());
    assert.equal(await isTaken(server.address().port), true);
  });
}

test('the complaint names the port, who holds it and the way out', async t => {
  const server = await listenOn('127.0.0.1');
  t.after(() => server.close());
  const { port } = server.address();
  assert.equal((await holderOf(port)).pid, process.pid);
  await assert.rejects(
    requireFree([{ port, what: 'portal', variable: 'PORTAL_PORT' }]),
    error =>
      error.message.includes(`Port ${port}, which the portal needs`) &&
      error.message.includes(`process ${process.pid}`) &&
      error.message.includes(`kill ${process.pid}`) &&
      error.message.includes(`PORTAL_PORT=${port + 10} npm start`),
  );
});
