import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readSettings } from '../src/settings.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function start(t: TestContext, env: Record<string, string>) {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  return { child, lines: createInterface(child.stdout) };
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`starts, logs JSON and stops at ${signal}`, async t => {
    const { child, lines } = start(t, {});
    const [line] = await once(lines, 'line');
    const { msg, url } = JSON.parse(line);
    assert.equal(msg, 'listening');
    assert.equal((await fetch(new URL('/healthz', url))).status, 200);
    const exit = once(child, 'exit');
    child.kill(signal);
    assert.deepEqual(await exit, [0, null]);
  });
}

test('does not start with wrong settings, and names them', async t => {
  const { child, lines } = start(t, { PUBLIC_URL: 'weather' });
  const exit = once(child, 'exit');
  const [line] = await once(lines, 'line');
  assert.match(JSON.parse(line).err.message, /PUBLIC_URL/);
  assert.deepEqual(await exit, [1, null]);
});

test('takes an empty variable for an absent one', () => {
  assert.deepEqual(readSettings({ PORT: '', HOST: '' }), readSettings({}));
  assert.throws(() => readSettings({ PORT: 'eighty' }), /PORT/);
  assert.throws(() => readSettings({ ALLOWED_ORIGINS: 'chat' }), /ORIGINS/);
});
