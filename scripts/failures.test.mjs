import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  failuresOfJest,
  failuresOfNode,
  failuresOfPlaywright,
  failuresOfSchemathesis,
  inOneLine,
} from './failures.mjs';
import { ROOT } from './paths.mjs';

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

test('failures in a browser are found in whatever group they stand, and so is what kept all tests from running', () => {
  const spec = (title, ok, message) => ({
    title,
    ok,
    file: 'try.spec.ts',
    tests: [{ results: [{ error: message && { message } }] }],
  });
  const report = {
    suites: [
      {
        specs: [spec('well', true), spec('badly', false, 'why')],
        suites: [{ specs: [spec('in the dark', false, 'because')] }],
      },
    ],
    errors: [{ message: 'no browser' }],
  };
  assert.deepEqual(failuresOfPlaywright(report), [
    { what: 'try.spec.ts › badly', why: 'why' },
    { what: 'try.spec.ts › in the dark', why: 'because' },
    { what: 'playwright', why: 'no browser' },
  ]);
});

test('operations that the fuzzer broke are named once each', () => {
  const failures = [
    { operations: ['GET /a', 'GET /b'] },
    { operations: ['GET /b'] },
  ];
  assert.deepEqual(failuresOfSchemathesis({ failures }), [
    { what: 'GET /a', why: '' },
    { what: 'GET /b', why: '' },
  ]);
});

test('a failure is told in one line, without colours and not without end', () => {
  assert.equal(
    inOneLine({ what: 'a › b', why: '\n\u001b[31mError:\u001b[39m no\n at x' }),
    'a › b: Error: no',
  );
  assert.equal(inOneLine({ what: 'a', why: '' }), 'a');
  assert.equal(inOneLine({ what: 'a', why: 'x'.repeat(999) }).length, 300);
});
