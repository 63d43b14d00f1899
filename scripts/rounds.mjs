// Runs test files round after round, some of them while a burner keeps every core busy, and says each failure.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters as plain } from 'node:util';
import { startBurner } from './burner.mjs';
import { show } from './command.mjs';
import { failuresOfJest, failuresOfNode, inOneLine } from './failures.mjs';
import { JEST_LOG, runJest } from './jest.mjs';
import { DATA } from './paths.mjs';
import { red, sayWhile } from './say.mjs';
import { closingLine, sum, tallyOfJest, tallyOfNode } from './tally.mjs';

const TAP = join(DATA, 'often.tap');
const WHY_LINES = 30;

async function runNode(env, files) {
  mkdirSync(DATA, { recursive: true });
  rmSync(TAP, { force: true });
  const reporter = [
    '--test-reporter=tap',
    `--test-reporter-destination=${TAP}`,
  ];
  await show('node', ['--test', ...reporter, ...files], {
    env,
    stdio: 'ignore',
  });
  const tap = existsSync(TAP) ? readFileSync(TAP, 'utf8') : '';
  return { tally: tallyOfNode(tap), failures: failuresOfNode(tap) };
}

async function runPackages(env, files) {
  const args = ['--runTestsByPath', ...files];
  const { code, report } = await runJest(env, args, { isQuiet: true });
  const ran = report?.testResults.length ?? 0;
  const missed =
    ran < files.length || (code !== 0 && report.success)
      ? [
          {
            what: `jest ended with exit code ${code}, having run ${ran} of ${files.length} files`,
            why: readFileSync(JEST_LOG, 'utf8'),
          },
        ]
      : [];
  return {
    tally: sum([
      report ? tallyOfJest(report) : {},
      { failed: missed.length, failures: missed.map(inOneLine) },
    ]),
    failures: [...(report ? failuresOfJest(report) : []), ...missed],
  };
}

function tell(round, { what, why }) {
  console.log(`${red('✗')} ${round.name}: ${what}`);
  const lines = plain(why)
    .split('\n')
    .filter(line => line.trim() && !line.includes('node_modules'));
  for (const line of lines.slice(0, WHY_LINES)) console.log(`      ${line}`);
}

/** One round over test files of packages and of scripts; answers its tally. */
export async function runRound(env, { files, round }) {
  const ofScripts = files.filter(file => file.endsWith('.mjs'));
  const ofPackages = files.filter(file => !file.endsWith('.mjs'));
  const burner = round.isBusy ? startBurner() : undefined;
  try {
    const runs = await sayWhile(
      `${round.name}, ${files.length} files`,
      async () => [
        ...(ofPackages.length ? [await runPackages(env, ofPackages)] : []),
        ...(ofScripts.length ? [await runNode(env, ofScripts)] : []),
      ],
    );
    for (const failure of runs.flatMap(({ failures }) => failures)) {
      tell(round, failure);
    }
    const tally = sum(runs.map(run => run.tally));
    console.log(`${round.name}: ${closingLine(tally)}`);
    return tally;
  } finally {
    await burner?.end();
  }
}
