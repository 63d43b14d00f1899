// `npm run bench`: measures, prints a table with the baselines of the same run, and ends with 1 when a goal is missed.
import { join } from 'node:path';
import { show } from './command.mjs';
import { installDependencies } from './dependencies.mjs';
import { run } from './ending.mjs';
import { ROOT } from './paths.mjs';
import { CONNECTION, connectionFor } from './postgres.mjs';
import { red, say } from './say.mjs';
import { prepareToolchain } from './toolchain.mjs';

await run(async () => {
  const env = await prepareToolchain();
  await installDependencies(env);
  const connection = await connectionFor(env);
  if (!connection) {
    say(
      red(
        'NO POSTGRESQL: what is measured on both databases is measured on SQLite only. Install one (Debian: apt-get install postgresql).',
      ),
    );
  }
  return show(
    'node',
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      join(ROOT, 'plugins/sprintconnect-backend/bench/main.ts'),
      ...process.argv.slice(2),
    ],
    {
      env: {
        ...env,
        ...(connection && { [CONNECTION]: connection }),
        NODE_ENV: 'production',
        LOG_LEVEL: 'error',
      },
    },
  );
});
