// Counts of tests, what failed in a line each, and the plain line that a run closes with.
import {
  failuresOfJest,
  failuresOfNode,
  failuresOfPlaywright,
  failuresOfSchemathesis,
  inOneLine,
} from './failures.mjs';

/** Adds tallies ({passed, failed, skipped, failures}); missing counts are 0, and `failures` are lines for people. */
export const sum = tallies =>
  tallies.reduce(
    (total, { passed = 0, failed = 0, skipped = 0, failures = [] }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
      failures: [...total.failures, ...failures],
    }),
    { passed: 0, failed: 0, skipped: 0, failures: [] },
  );

/** `N passed, N failed`, and `, N skipped` when any were. */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;

/** Counts of a `jest --json` report. A suite that could not run at all counts as one failure. */
export const tallyOfJest = report => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
  skipped: report.numPendingTests + report.numTodoTests,
  failures: failuresOfJest(report).map(inOneLine),
});

/** Counts of a report of Playwright's json reporter. */
export const tallyOfPlaywright = report => ({
  passed: report.stats.expected + report.stats.flaky,
  failed: report.stats.unexpected,
  skipped: report.stats.skipped,
  failures: failuresOfPlaywright(report).map(inOneLine),
});

/** Counts of a JSON report of schemathesis, by operations of the API. One that was not tested is a failure. */
export function tallyOfSchemathesis(report) {
  const { operations, errors, exit_code: code } = report;
  const failures = failuresOfSchemathesis(report);
  const faults = errors.reduce((total, { count }) => total + count, 0);
  const untested = operations.selected - operations.tested;
  const failed = Math.max(
    failures.length + faults + untested,
    code === 0 ? 0 : 1,
  );
  return {
    passed: Math.max(0, operations.selected - failed),
    failed,
    skipped: 0,
    failures: failures.map(inOneLine),
  };
}

/** Counts of a TAP report of Node's test runner; one without its closing counts is a failure. */
export function tallyOfNode(tap) {
  const count = name =>
    Number(tap.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? NaN);
  const [passed, failed, skipped] = ['pass', 'fail', 'skipped'].map(count);
  return Number.isNaN(passed + failed + skipped)
    ? { passed: 0, failed: 1, skipped: 0 }
    : {
        passed,
        failed,
        skipped,
        failures: failuresOfNode(tap).map(inOneLine),
      };
}
