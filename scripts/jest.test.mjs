import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workerMemoryFor, workersFor } from './jest.mjs';

test('workers follow the cores, within what databases and memory bear', () => {
  assert.deepEqual([1, 2, 3, 4, 64].map(workersFor), [2, 3, 4, 4, 4]);
});

test('workers share half of the memory, within what they need and what helps', () => {
  const gigabyte = 1024 ** 3;
  assert.deepEqual(
    [4, 8, 16, 64].map(each => workerMemoryFor(each * gigabyte, 4)),
    [1_000, 1_024, 2_048, 2_500],
  );
});
