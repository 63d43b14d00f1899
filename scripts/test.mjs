// `npm test`: types, and every jest test of the repository, on SQLite and on PostgreSQL.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ask, show } from './command.mjs';
import { installDependencies } from './dependencies.mjs';
import { run } from './ending.mjs';
import { DATA } from './paths.mjs';
import { connectionFor } from './postgres.mjs';
import { Trouble, bold, green, red, say } from './say.mjs';
import { closingLine, sum, tallyOfJest, tallyOfNode } from './tally.mjs';
import { tellOfServices } from './testServices.mjs';
import { prepareToolchain } from './toolchain.mjs';

const REPORT = join(DATA, 'jest.json');
const SCRIPTS_REPORT = join(DATA, 'scripts.tap');
const TALLY = join(DATA, 'test-tally.json');

/** Finds what the tests need beside Node, and says what is missing. */
async function environmentWithServices(env) {
  const { variables, missing } = tellOfServices({
    connection: await connectionFor(env),
    hasRedis: await ask('redis-server', ['--version']),
  });
  if (missing.length > 0 && env.SPRINTCONNECT_REQUIRE_SERVICES) {
    throw new Trouble(
      `This run must test on PostgreSQL and Redis. ${missing.join('')}`,
    );
  }
  for (const words of missing) console.log(red(words));
  return { env: { ...env, ...variables }, missing };
}

async function checkTypes(env) {
  say(bold('Types'));
  const code = await show('tsc', ['--noEmit', '--incremental', 'false'], {
    env,
  });
  say(code === 0 ? `${green('✓')} Types` : `${red('✗')} Types`);
  return code === 0 ? { passed: 1 } : { failed: 1 };
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

async function runJest(env, args) {
  say(bold('Tests'));
  rmSync(REPORT, { force: true });
  const code = await show(
    'backstage-cli',
    [
      ...['repo', 'test', '--watchAll=false', '--maxWorkers=2'],
      ...['--json', `--outputFile=${REPORT}`, '--silent', ...args],
    ],
    {
      env: {
        ...env,
        CI: 'true',
        BACKSTAGE_TEST_DISABLE_DOCKER: '1', // the databases are those named above, or none
        NODE_OPTIONS: [env.NODE_OPTIONS, '--no-warnings']
          .filter(Boolean)
          .join(' '),
      },
      stdio: ['ignore', 'ignore', 'inherit'], // --json takes stdout; what people read is on stderr
    },
  );
  if (!existsSync(REPORT)) {
    say(`${red('✗')} jest ended with exit code ${code} and without a report`);
    return { failed: 1 };
  }
  const tally = tallyOfJest(JSON.parse(readFileSync(REPORT, 'utf8')));
  // Such as a coverage threshold: jest says no although no test failed.
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

await run(async () => {
  const toolchain = await prepareToolchain();
  await installDependencies(toolchain);
  const { env, missing } = await environmentWithServices(toolchain);
  const types = await checkTypes(env);
  const scripts = await testScripts(env);
  const tests = await runJest(env, process.argv.slice(2));
  const tally = sum([types, scripts, tests, { skipped: missing.length }]);
  writeFileSync(TALLY, JSON.stringify(tally));
  for (const words of missing) console.log(red(words));
  console.log(`\n${closingLine(tally)}`);
  return tally.failed ? 1 : 0;
});
