// Runs the test files that a change touches five times, every other time with all cores kept busy, within ten minutes: a
// test that fails now and then shows itself with the change that brought it. CI does so after `npm test`.
//
// The change is what came since SPRINTCONNECT_BASE, a commit; without it, since the newest commit that is more than four
// hours older than HEAD, because a clone of main does not say what was pushed together.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from './command.mjs';
import { installDependencies } from './dependencies.mjs';
import { run } from './ending.mjs';
import { busyByTurns, isTestFile } from './often.mjs';
import { DATA, ROOT } from './paths.mjs';
import { runRound } from './rounds.mjs';
import { Trouble, bold, red, say } from './say.mjs';
import { closingLine, sum } from './tally.mjs';
import { environmentWithServices } from './testServices.mjs';
import { prepareToolchain } from './toolchain.mjs';
import { touchedTests } from './touched.mjs';

const TALLY = join(DATA, 'touched-tally.json');
const TIMES = 5;
const BUDGET_MS = 10 * 60_000;
const CHANGE_SECONDS = 4 * 3600;
/** Few, so that the most telling have had their rounds when the time is up. */
const FILES_AT_ONCE = 8;

async function git(...args) {
  const answer = await ask('git', args, { cwd: ROOT });
  if (answer === undefined) {
    throw new Trouble(`git ${args.join(' ')} failed.`);
  }
  return answer.split('\n').filter(Boolean);
}

async function findBase(env) {
  if (env.SPRINTCONNECT_BASE) return env.SPRINTCONNECT_BASE;
  const [headAt] = await git('log', '-1', '--format=%ct');
  const before = `--before=@${Number(headAt) - CHANGE_SECONDS}`;
  const [older] = await git('rev-list', '-1', before, 'HEAD');
  return older ?? (await git('rev-list', '--max-parents=0', 'HEAD'))[0];
}

async function findFiles(base) {
  const changed = await git('diff', '--name-only', '--diff-filter=d', base);
  const tests = (await git('ls-files')).filter(isTestFile);
  const read = path => readFileSync(join(ROOT, path), 'utf8');
  return touchedTests({ changed, tests, read });
}

const chunksOf = files =>
  Array.from({ length: Math.ceil(files.length / FILES_AT_ONCE) }, (_, index) =>
    files.slice(index * FILES_AT_ONCE, (index + 1) * FILES_AT_ONCE),
  );

/** Begins no round that would end too late, as far as the one before it tells; answers what it left out, too. */
async function runWithin(env, { files, until }) {
  const tallies = [];
  const left = [];
  let lastMs = 0;
  for (const some of chunksOf(files)) {
    let done = 0;
    for (const round of busyByTurns(TIMES)) {
      const beganAt = Date.now();
      if (beganAt + lastMs > until) break;
      tallies.push(await runRound(env, { files: some, round }));
      lastMs = Date.now() - beganAt;
      done += 1;
    }
    if (done < TIMES) left.push(...some.map(file => ({ file, done })));
  }
  return { tally: sum(tallies), left };
}

const noTimeFor = left => `
  ################################################################################
  ##  NO TIME: these test files that the change touches did not run ${TIMES} times.    ##
  ##  Run them yourself: npm run test:often -- FILES                             ##
  ################################################################################
${left.map(({ file, done }) => `  ${done} of ${TIMES}: ${file}`).join('\n')}
`;

await run(async () => {
  const toolchain = await prepareToolchain();
  await installDependencies(toolchain);
  const base = await findBase(toolchain);
  const files = await findFiles(base);
  say(bold(`Tests that are touched by what came since ${base.slice(0, 12)}`));
  if (files.length === 0) {
    say('The change touches no tests.');
    return 0;
  }
  for (const file of files) say(file);
  const { env } = await environmentWithServices(toolchain);
  const until = Date.now() + BUDGET_MS;
  const { tally, left } = await runWithin(env, { files, until });
  mkdirSync(DATA, { recursive: true });
  writeFileSync(TALLY, JSON.stringify(tally));
  if (left.length > 0) console.log(red(noTimeFor(left)));
  console.log(`\n${closingLine(tally)}`);
  return tally.failed ? 1 : 0;
});
