import assert from 'node:assert/strict';
import { test } from 'node:test';
import { touchedTests } from './touched.mjs';

const TEXTS = {
  'p/src/jobs/run.test.ts': `import { run } from './run';`,
  'p/src/jobs/all.test.ts': `import { createJobs } from '.';`,
  'p/src/jobs/world.test.tsx': `import { open } from './__testUtils__/open';`,
  'p/src/outbox/relay.test.ts': `import { createJobs } from '../jobs';\njest.mock('./relay');`,
  'p/src/plugin.test.ts': `import { plugin } from './plugin';\nimport express from 'express';`,
  'scripts/ports.test.mjs': `import { freePort } from './ports.mjs';`,
};
const touched = (...changed) =>
  touchedTests({
    changed,
    tests: Object.keys(TEXTS),
    read: path => TEXTS[path],
  });

test('a test that changed comes first, then the one beside a source, then those that import it', () => {
  assert.deepEqual(touched('p/src/jobs/run.ts', 'p/src/plugin.test.ts'), [
    'p/src/plugin.test.ts',
    'p/src/jobs/run.test.ts',
    'p/src/jobs/all.test.ts',
    'p/src/outbox/relay.test.ts',
  ]);
});

test('what only tests use touches the tests that use it', () => {
  assert.deepEqual(touched('p/src/jobs/__testUtils__/open.ts'), [
    'p/src/jobs/world.test.tsx',
  ]);
  assert.deepEqual(touched('scripts/ports.mjs'), ['scripts/ports.test.mjs']);
});

test('what is mocked counts as imported', () => {
  assert.deepEqual(touched('p/src/outbox/relay.ts'), [
    'p/src/outbox/relay.test.ts',
  ]);
});

test('what is no source touches no test', () => {
  assert.deepEqual(
    touched('README.md', 'p/package.json', 'q/src/jobs/run.ts'),
    [],
  );
});
