import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { busyByTurns, quietThenBusy, readOftenArguments } from './often.mjs';
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
