import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workersFor } from './jest.mjs';

test('workers follow the cores, within what databases and memory bear', () => {
  assert.deepEqual([1, 2, 3, 4, 64].map(workersFor), [2, 2, 3, 4, 4]);
});
