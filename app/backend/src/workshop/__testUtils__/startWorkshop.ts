import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { eventually, freePort } from 'testing';

/** The workshop as `npm start` runs it. */
export async function startWorkshop({ folder }: { folder: string }) {
  const port = await freePort();
  const child = spawn(process.execPath, [
    '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    join(dirname(require.resolve('workshop/package.json')), 'src/main.ts'),
    `--folder=${folder}`,
    `--port=${port}`,
  ]);
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => (await fetch(`${url}/healthz`)).ok);
  return {
    url,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
