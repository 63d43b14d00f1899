// `npm run bench`: measures, prints a table with the baselines of the same run, and ends with 1 when a goal is missed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { show } from './command.mjs';
import { installDependencies } from './dependencies.mjs';
import { run } from './ending.mjs';
import { joinModules } from './joinModules.mjs';
import { DATA, ROOT } from './paths.mjs';
import { CONNECTION, connectionFor } from './postgres.mjs';
import { prepareNpm } from './prepareNpm.mjs';
import { red, say } from './say.mjs';
import { prepareToolchain } from './toolchain.mjs';

const PEERS = {
  'mcp-hub': '4.2.1',
  'mcp-proxy': '6.7.19',
  supergateway: '4.0.0',
  '@civic/passthrough-mcp-server': '0.12.1',
};

/**
 * Builds the plugin and what it shares with others as portals install them, in a folder of that kind, and answers where the
 * plugin is: loaded from its sources, the start would be that of a compiler.
 */
async function buildAsInstalled() {
  const scope = join(DATA, 'bench', 'node_modules', '@sprintconnect');
  const main = 'index.cjs.js';
  const install = async name => {
    const folder = join(scope, `plugin-${name}`);
    const outfile = join(folder, main);
    await joinModules({ folder: join(ROOT, 'plugins', name), outfile });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ main }));
    return outfile;
  };
  mkdirSync(scope, { recursive: true });
  await install('sprintconnect-common');
  return install('sprintconnect-backend');
}

/** Gateways of others, for the benchmark of ours: where their commands are, or undefined where they cannot be fetched. */
async function preparePeers(env) {
  const asked = process.argv.slice(2);
  if (asked.length > 0 && !asked.includes('door')) return undefined;
  try {
    return await prepareNpm({ name: 'gateways', packages: PEERS, env });
  } catch (error) {
    say(red(`NO OTHER GATEWAYS: ours is measured alone. ${error.message}`));
    return undefined;
  }
}

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
  const built = await buildAsInstalled();
  const peers = await preparePeers(env);
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
        SPRINTCONNECT_BUILT: built,
        ...(peers && { SPRINTCONNECT_BENCH_PEERS: peers }),
        NODE_ENV: 'production',
        LOG_LEVEL: 'error',
      },
    },
  );
});
