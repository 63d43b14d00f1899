// Counts of tests, and the plain line that a run closes with.

/** Adds tallies ({passed, failed, skipped}); missing counts are 0. */
export const sum = tallies =>
  tallies.reduce(
    (total, { passed = 0, failed = 0, skipped = 0 }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );

/** `N passed, N failed`, and `, N skipped` when any were. */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;

/** Counts of a `jest --json` report. A suite that could not run at all counts as one failure. */
export const tallyOfJest = report => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
  skipped: report.numPendingTests + report.numTodoTests,
});

/** Counts of a report of Playwright's json reporter. */
export const tallyOfPlaywright = ({ stats }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected,
  skipped: stats.skipped,
});

/** Counts of a JSON report of schemathesis, by operations of the API. One that was not tested is a failure. */
export function tallyOfSchemathesis({
  operations,
  failures,
  errors,
  exit_code: code,
}) {
  const wrong = new Set(failures.flatMap(each => each.operations)).size;
  const faults = errors.reduce((total, { count }) => total + count, 0);
  const untested = operations.selected - operations.tested;
  const failed = Math.max(wrong + faults + untested, code === 0 ? 0 : 1);
  return {
    passed: Math.max(0, operations.selected - failed),
    failed,
    skipped: 0,
  };
}

/** Counts of a TAP report of Node's test runner; one without its closing counts is a failure. */
export function tallyOfNode(tap) {
  const count = name =>
    Number(tap.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? NaN);
  const [passed, failed, skipped] = ['pass', 'fail', 'skipped'].map(count);
  return Number.isNaN(passed + failed + skipped)
    ? { passed: 0, failed: 1, skipped: 0 }
    : { passed, failed, skipped };
}
