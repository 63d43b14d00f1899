// Every check that is not a test, one line each: `yarn checks`, or some by name: `yarn checks types lint`.
import { spawn } from 'node:child_process';

const asked = process.argv.slice(2);
const isAsked = name => asked.length === 0 || asked.includes(name);

const CHECKS = {
  // As the reports compile, whose order of types depends on it. Leaves dist-types, which reports and builds are made from.
  types: ['tsc', '--skipLibCheck', 'false', '--incremental', 'false'],
  lint: ['backstage-cli', 'repo', 'lint', '--max-warnings', '0'],
  'lint-outside': [
    'eslint',
    ...['--ext', '.mjs,.js,.ts', '--max-warnings', '0'],
    ...['scripts', 'lint', 'app/e2e'],
  ],
  format: ['prettier', '--check', '.'],
  'api-reports': [
    'backstage-repo-tools',
    'api-reports',
    '--ci',
    // Where types are not checked just before.
    ...(isAsked('types') ? [] : ['--tsc']),
    '--sql-reports',
    '--validate-release-tags',
    ...['--include', 'plugins/*'],
  ],
  'type-deps': ['backstage-repo-tools', 'type-deps'],
  dependencies: ['knip', '--no-progress'],
  licences: ['node', 'scripts/checks/licences.mjs'],
  graph: ['node', 'scripts/graph.mjs', '--check'],
  'server-json': ['node', 'scripts/checks/serverJson.mjs'],
  audit: ['node', 'scripts/checks/audit.mjs'],
};

function run([command, ...args]) {
  return new Promise(resolve => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (output += chunk));
    child.on('error', error => resolve({ ok: false, output: error.message }));
    child.on('close', code =>
      resolve({ ok: code === 0, output: output.trim() }),
    );
  });
}

const unknown = asked.filter(name => !(name in CHECKS));
if (unknown.length > 0) {
  console.error(
    `No check is called ${unknown.join(', ')}. There are: ${Object.keys(CHECKS).join(', ')}.`,
  );
  process.exit(2);
}

let failed = 0;
const names = Object.keys(CHECKS).filter(isAsked);
for (const name of names) {
  const started = Date.now();
  const { ok, output } = await run(CHECKS[name]);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (!ok) failed += 1;
  if (!ok) console.log(output);
  const remark =
    ok && name === 'audit' ? ` (${output.split('\n').at(-1)})` : '';
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} ${seconds} s${remark}`);
}
console.log(`checks: ${names.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
