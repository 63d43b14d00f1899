import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './paths.mjs';

const CONFIG = 'app-config.production.yaml';
const read = file => readFileSync(join(ROOT, file), 'utf8');

/** The environment variables that the production configuration names: without a default, and with one. */
function variables() {
  const named = [...read(CONFIG).matchAll(/\$\{(\w+)(:-[^}]*)?\}/g)];
  const of = hasDefault => [
    ...new Set(
      named
        .filter(([, , byDefault]) => Boolean(byDefault) === hasDefault)
        .map(([, name]) => name),
    ),
  ];
  return { needed: of(false), optional: of(true) };
}

/** The portal of this repository, started for production as its image does; answers how it ended and what it said. */
function startPortal(env) {
  const child = spawn(
    'node',
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs', 'src/index'],
      ...['--config', '../../app-config.yaml', '--config', `../../${CONFIG}`],
    ],
    {
      cwd: join(ROOT, 'app', 'backend'),
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
      timeout: 120_000,
    },
  );
  let said = '';
  child.stdout.on('data', chunk => (said += chunk));
  child.stderr.on('data', chunk => (said += chunk));
  return new Promise(resolve =>
    child.on('close', code => resolve({ code, said })),
  );
}

test('a production start stops and names every variable that is missing', async () => {
  const { needed } = variables();
  assert.ok(needed.length > 5, 'the configuration names its variables');
  const [first, ...others] = needed;
  const { code, said } = await startPortal({ [first]: 'is-set' });
  assert.equal(code, 1, said);
  assert.match(said, /environment variables are required but missing or empty/);
  for (const name of others) assert.match(said, new RegExp(`${name} \\(for `));
  assert.doesNotMatch(said, new RegExp(`${first} \\(for `));
  assert.doesNotMatch(said, /ECONNREFUSED/, 'no database was looked for');
});

test('the page for operators lists every variable', () => {
  const page = read('docs/operating.md');
  const { needed, optional } = variables();
  for (const name of [...needed, ...optional]) {
    assert.ok(
      page.includes(`\`${name}\``),
      `docs/operating.md says nothing of ${name}`,
    );
  }
});
