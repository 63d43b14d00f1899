import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restartOnRequest } from './restartOnRequest.mjs';

test('a POST restarts, and is answered when that is over', async () => {
  const done = [];
  const url = await restartOnRequest(async () => {
    await new Promise(resolve => setImmediate(resolve));
    done.push('restarted');
  });
  const answer = await fetch(url, { method: 'POST' });
  assert.equal(answer.status, 204);
  assert.deepEqual(done, ['restarted']);
  assert.equal((await fetch(url)).status, 405);
  assert.deepEqual(done, ['restarted']);
});

test('a restart that fails says why', async () => {
  const url = await restartOnRequest(async () => {
    throw new Error('The backend ended by itself');
  });
  const answer = await fetch(url, { method: 'POST' });
  assert.equal(answer.status, 500);
  assert.equal(await answer.text(), 'The backend ended by itself');
});
