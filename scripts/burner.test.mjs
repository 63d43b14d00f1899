import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startBurner } from './burner.mjs';
import { alive, eventually } from './processes.mjs';

const BURNER = fileURLToPath(new URL('burner.mjs', import.meta.url));

/** Seconds of all cores that a process has used. */
function secondsOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat.split(') ')[1].split(' ').slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}

test('a burner burns until it is ended', async () => {
  const { pid, end } = startBurner();
  if (existsSync('/proc/self/stat')) {
    await eventually(() => secondsOf(pid) > 0.5, 30);
  }
  assert.ok(alive(pid));
  await end();
  assert.ok(!alive(pid));
});

test('a burner ends with whoever started it, even when that was killed', async t => {
  const script = `
    const { startBurner } = await import(${JSON.stringify(BURNER)});
    console.log(startBurner().pid);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  const pid = await new Promise(resolve => {
    child.stdout.once('data', chunk => resolve(Number(chunk)));
  });
  assert.ok(alive(pid));
  child.kill('SIGKILL');
  await eventually(() => !alive(pid), 30);
});
