import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONNECTION, connectionFor } from './postgres.mjs';
import { tellOfServices } from './testServices.mjs';

test('the tests are told where PostgreSQL is, and nobody is told that anything is missing', async () => {
  const given = 'postgresql://somebody@127.0.0.1:1';
  const connection = await connectionFor({ [CONNECTION]: given });
  assert.deepEqual(
    tellOfServices({
      connection,
      hasRedis: true,
      hasPython: true,
      hasGo: true,
    }),
    {
      variables: { [CONNECTION]: given },
      missing: [],
    },
  );
});

test('what is missing is said to people, and to the tests, which would fail for want of it', () => {
  const { variables, missing } = tellOfServices({ hasRedis: false });
  assert.deepEqual(variables, {
    SPRINTCONNECT_WITHOUT_POSTGRES: '1',
    SPRINTCONNECT_WITHOUT_REDIS: '1',
    SPRINTCONNECT_WITHOUT_PYTHON: '1',
    SPRINTCONNECT_WITHOUT_GO: '1',
  });
  assert.equal(missing.length, 4);
  assert.match(missing[0], /NO POSTGRESQL/);
  assert.match(missing[1], /NO REDIS/);
  assert.match(missing[2], /NO PYTHON/);
  assert.match(missing[3], /NO GO/);
});
