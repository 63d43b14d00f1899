// The client scenarios of the official suite, against the client that SprintConnect asks servers by.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../paths.mjs';
import { judge, readExpected } from './expectations.mjs';
import { requiredBy, runSuite } from './runSuite.mjs';

/** Joined into one file: each scenario starts it anew, and from its sources that takes seconds. */
async function buildClient(folder) {
  const outfile = join(folder, 'client.cjs');
  const common = '@sprintconnect/plugin-sprintconnect-common';
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['plugins/sprintconnect-backend/dev/conformanceClient.ts'],
    outfile,
    bundle: true,
    packages: 'external',
    alias: {
      [common]: join(ROOT, 'plugins/sprintconnect-common/src/index.ts'),
    },
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return outfile;
}

/** Judges every scenario that the revision requires, some at once; answers outcomes. */
export async function runClientScenarios({ env, revision, folder }) {
  const command = `node --no-warnings ${await buildClient(folder)}`;
  const expected = readExpected('client');
  const waiting = [...requiredBy(revision, 'client').entries()];
  const outcomes = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, name] = next;
      const { code, output } = await runSuite(
        join(folder, name.replaceAll('/', '-')),
        [
          ...['client', '--command', command, '--scenario', name],
          ...['--spec-version', revision],
        ],
        env,
      );
      const passes = code === 0 && output.includes('OVERALL: PASSED');
      const isExpected = expected.includes(name);
      outcomes[index] = judge({ name, passes, isExpected });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return outcomes;
}
