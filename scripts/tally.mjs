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
