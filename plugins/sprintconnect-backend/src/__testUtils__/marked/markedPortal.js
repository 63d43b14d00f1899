// A portal in a process of its own, for the test with marked secrets. Argv: the folder of its databases, and whom it trusts. Says its port and its logs;
// on the message `snapshot` it lets go of what it can and writes a heap snapshot, on `stop` it ends.
require('@backstage/cli/config/nodeTransform.cjs');
const { writeHeapSnapshot } = require('node:v8');
const { setTimeout: sleep } = require('node:timers/promises');
const { mockServices } = require('@backstage/backend-test-utils');
const { startRealBackend } = require('../startRealBackend');

/** Idle connections end within seconds. */
const IDLE_MS = 8_000;

async function main() {
  const [directory, caFile] = process.argv.slice(2);
  const { backend, base } = await startRealBackend({
    backend: {
      database: { client: 'better-sqlite3', connection: { directory } },
    },
    sprintconnect: {
      egress: { allow: [{ host: '127.0.0.1' }], tls: { caFile } },
      jobs: { pollIntervalMs: 200 },
      calls: { keepBodies: ['development'] },
      gateway: { connections: { idleSeconds: 1, sessionIdleSeconds: 60 } },
      limits: { enabled: false },
    },
    logger: mockServices.rootLogger({ level: 'debug' }),
  });
  process.send({ base });
  process.on('message', async message => {
    if (message.snapshot) {
      await sleep(IDLE_MS);
      for (let time = 0; time < 3; time++) {
        global.gc();
        await sleep(200);
      }
      writeHeapSnapshot(message.snapshot);
      process.send({ written: true });
    } else {
      await backend.stop();
      process.exit(0);
    }
  });
}

main().catch(error => {
  process.send({ error: String(error && error.stack) });
});
