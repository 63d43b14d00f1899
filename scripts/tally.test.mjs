import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  closingLine,
  sum,
  tallyOfJest,
  tallyOfNode,
  tallyOfPlaywright,
  tallyOfSchemathesis,
} from './tally.mjs';

test('the closing line is plain, and names what was skipped only when something was', () => {
  assert.equal(
    closingLine({ passed: 3, failed: 0, skipped: 0 }),
    '3 passed, 0 failed',
  );
  assert.equal(
    closingLine({ passed: 3, failed: 1, skipped: 2 }),
    '3 passed, 1 failed, 2 skipped',
  );
});

test('tallies add up, whatever they leave out', () => {
  assert.deepEqual(
    sum([
      { passed: 1 },
      { failed: 2, failures: ['a', 'b'] },
      {},
      { skipped: 3, failures: ['c'] },
    ]),
    { passed: 1, failed: 2, skipped: 3, failures: ['a', 'b', 'c'] },
  );
});

test('a jest suite that could not run is a failure', () => {
  assert.deepEqual(
    tallyOfJest({
      numPassedTests: 5,
      numFailedTests: 1,
      numRuntimeErrorTestSuites: 1,
      numPendingTests: 2,
      numTodoTests: 0,
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          message: 'Cannot find module',
          assertionResults: [],
        },
      ],
    }),
    {
      passed: 5,
      failed: 2,
      skipped: 2,
      failures: ['a.test.ts: Cannot find module'],
    },
  );
});

test('a Playwright test that passed on a second try has passed', () => {
  assert.deepEqual(
    tallyOfPlaywright({
      stats: { expected: 4, flaky: 1, unexpected: 2, skipped: 0 },
      errors: [{ message: 'no browser' }],
    }),
    { passed: 5, failed: 2, skipped: 0, failures: ['playwright: no browser'] },
  );
});

test("the end of Node's test report is understood", () => {
  assert.deepEqual(
    tallyOfNode(
      'TAP version 13\nnot ok 2 - badly\n# tests 4\n# pass 2\n# fail 1\n# skipped 1\n',
    ),
    { passed: 2, failed: 1, skipped: 1, failures: ['badly'] },
  );
  assert.deepEqual(tallyOfNode('nothing'), {
    passed: 0,
    failed: 1,
    skipped: 0,
  });
});

test('operations of the API fail once each, and where they were not tested', () => {
  const report = {
    operations: { selected: 40, tested: 39 },
    failures: [
      { operations: ['GET /a', 'GET /b'] },
      { operations: ['GET /b'] },
    ],
    errors: [{ count: 1 }],
    exit_code: 1,
  };
  assert.deepEqual(tallyOfSchemathesis(report), {
    passed: 36,
    failed: 4,
    skipped: 0,
    failures: ['GET /a', 'GET /b'],
  });
});

test('a run of schemathesis that ended badly without a failure is a failure', () => {
  const report = {
    operations: { selected: 2, tested: 2 },
    failures: [],
    errors: [],
  };
  const at = code => tallyOfSchemathesis({ ...report, exit_code: code });
  assert.deepEqual(at(0), { passed: 2, failed: 0, skipped: 0, failures: [] });
  assert.deepEqual(at(2), { passed: 1, failed: 1, skipped: 0, failures: [] });
});
