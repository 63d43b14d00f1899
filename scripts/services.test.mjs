import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { alive, eventually } from './processes.mjs';
import { Services } from './services.mjs';

function someServices(t) {
  const logFolder = mkdtempSync(join(tmpdir(), 'sprintconnect-services-'));
  const services = new Services({ logFolder });
  t.after(async () => {
    await services.stop();
    rmSync(logFolder, { recursive: true });
  });
  const start = (name, script) =>
    services.start({
      name,
      command: process.execPath,
      args: ['-e', script],
      env: process.env,
      shows: () => false,
    });
  return { services, start, logFolder };
}

test('a service that dies while others are awaited ends the wait with its last words', async t => {
  const { services, start, logFolder } = someServices(t);
  start('steady', 'setInterval(() => {}, 1000)');
  start('broken', 'console.log("no such table"); process.exit(3)');
  const never = new Promise(() => {});
  await assert.rejects(services.until(never), error => {
    assert.match(error.message, /The broken ended by itself \(exit code 3\)/);
    assert.match(error.message, /no such table/);
    return true;
  });
  assert.equal(
    readFileSync(join(logFolder, 'broken.log'), 'utf8'),
    'no such table\n',
  );
});

test('stopping stops what a service started, too', async t => {
  const { services, start } = someServices(t);
  const service = start(
    'parent',
    `const { pid } = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
     console.log(pid);
     setInterval(() => {}, 1000);`,
  );
  await eventually(() => service.tail.length === 1, 10);
  const grandchild = Number(service.tail[0]);
  assert.ok(alive(service.child.pid) && alive(grandchild));
  await services.stop();
  await eventually(() => !alive(service.child.pid) && !alive(grandchild), 10);
});

test('a command that does not exist is a death with a reason', async t => {
  const { services } = someServices(t);
  services.start({
    name: 'missing',
    command: 'no-such-command-of-ours',
    args: [],
    env: process.env,
  });
  await assert.rejects(services.until(new Promise(() => {})), /ENOENT/);
});
