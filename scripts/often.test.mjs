import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  busyByTurns,
  failuresOfJest,
  failuresOfNode,
  quietThenBusy,
  readOftenArguments,
} from './often.mjs';
import { ROOT } from './paths.mjs';

const read = (...args) =>
  readOftenArguments(args, { cwd: ROOT, exists: () => true });

test('files are paths from the root, wherever they are named from, and each once', () => {
  const path = 'plugins/sprintconnect/src/plugin.test.tsx';
  assert.deepEqual(read(path, join(ROOT, path), 'scripts/ports.test.mjs'), {
    files: [path, 'scripts/ports.test.mjs'],
    times: 5,
  });
  assert.deepEqual(
    readOftenArguments(['src/plugin.test.tsx', '--times', '20'], {
      cwd: join(ROOT, 'plugins/sprintconnect'),
      exists: () => true,
    }),
    { files: [path], times: 20 },
  );
});

test('what is no test file is refused before anything runs', () => {
  assert.throws(
    () => read('scripts/ports.mjs'),
    /ports.mjs is not a test file/,
  );
  assert.throws(
    () => readOftenArguments(['a.test.ts'], { cwd: ROOT }),
    /a.test.ts is not a test file/,
  );
  assert.throws(() => read(), /Name the test files/);
});

test('what is no number of times is refused, and so is an option that there is not', () => {
  for (const times of ['0', '-1', '1.5', 'many']) {
    assert.throws(() => read('a.test.ts', `--times=${times}`), /how often/);
  }
  assert.throws(() => read('a.test.ts', '--time', '3'), /--time/);
});

test('rounds tell whether the machine is busy', () => {
  assert.deepEqual(quietThenBusy(2), [
    { name: 'round 1 of 2, quiet', isBusy: false },
    { name: 'round 2 of 2, quiet', isBusy: false },
    { name: 'round 1 of 2, under load', isBusy: true },
    { name: 'round 2 of 2, under load', isBusy: true },
  ]);
  assert.deepEqual(
    busyByTurns(3).map(({ isBusy }) => isBusy),
    [true, false, true],
  );
});

test('a failure is named by its file and test, and a file that could not run by itself', () => {
  const report = {
    testResults: [
      {
        name: join(ROOT, 'a.test.ts'),
        status: 'failed',
        message: 'all of it',
        assertionResults: [
          { status: 'passed', fullName: 'well', failureMessages: [] },
          { status: 'failed', fullName: 'badly', failureMessages: ['why'] },
        ],
      },
      {
        name: join(ROOT, 'b.test.ts'),
        status: 'failed',
        message: 'Cannot find module',
        assertionResults: [],
      },
      { name: 'c', status: 'passed', message: '', assertionResults: [] },
    ],
  };
  assert.deepEqual(failuresOfJest(report), [
    { what: 'a.test.ts › badly', why: 'why' },
    { what: 'b.test.ts', why: 'Cannot find module' },
  ]);
});

test("failures are found in the report of Node's test runner", () => {
  const tap =
    'TAP version 13\nok 1 - well\nnot ok 2 - badly\n  ---\n# fail 1\n';
  assert.deepEqual(failuresOfNode(tap), [{ what: 'badly', why: '' }]);
});
