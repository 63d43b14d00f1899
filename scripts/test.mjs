// `npm test`: types, and every jest test of the repository, on SQLite and on PostgreSQL.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { show } from './command.mjs';
import { installDependencies } from './dependencies.mjs';
import { run } from './ending.mjs';
import { runJest } from './jest.mjs';
import { DATA } from './paths.mjs';
import { bold, green, red, say } from './say.mjs';
import { closingLine, sum, tallyOfJest, tallyOfNode } from './tally.mjs';
import { environmentWithServices } from './testServices.mjs';
import { prepareToolchain } from './toolchain.mjs';

const SCRIPTS_REPORT = join(DATA, 'scripts.tap');
const TALLY = join(DATA, 'test-tally.json');

async function checkTypes(env) {
  say(bold('Types'));
  const code = await show('tsc', ['--noEmit', '--incremental', 'false'], {
    env,
  });
  say(code === 0 ? `${green('✓')} Types` : `${red('✗')} Types`);
  return code === 0 ? { passed: 1 } : { failed: 1, failures: ['types'] };
}

async function testScripts(env) {
  say(bold('Tests of the scripts'));
  mkdirSync(DATA, { recursive: true });
  rmSync(SCRIPTS_REPORT, { force: true });
  await show(
    'node',
    [
      '--test',
      ...['--test-reporter=dot', '--test-reporter-destination=stdout'],
      ...[
        '--test-reporter=tap',
        `--test-reporter-destination=${SCRIPTS_REPORT}`,
      ],
      'scripts/**/*.test.mjs',
    ],
    { env },
  );
  const tally = tallyOfNode(
    existsSync(SCRIPTS_REPORT) ? readFileSync(SCRIPTS_REPORT, 'utf8') : '',
  );
  say(`Scripts: ${closingLine(tally)}`);
  return tally;
}

async function testPackages(env, args) {
  say(bold('Tests'));
  const { code, report } = await runJest(env, args);
  if (!report) {
    say(`${red('✗')} jest ended with exit code ${code} and without a report`);
    return { failed: 1 };
  }
  const tally = tallyOfJest(report);
  // Such as a coverage threshold: jest says no although no test failed.
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

await run(async () => {
  const toolchain = await prepareToolchain();
  await installDependencies(toolchain);
  const { env, missing } = await environmentWithServices(toolchain);
  const types = await checkTypes(env);
  const scripts = await testScripts(env);
  const tests = await testPackages(env, process.argv.slice(2));
  const tally = sum([types, scripts, tests, { skipped: missing.length }]);
  writeFileSync(TALLY, JSON.stringify(tally));
  for (const words of missing) console.log(red(words));
  console.log(`\n${closingLine(tally)}`);
  return tally.failed ? 1 : 0;
});
