// What failed in a run of tests, as `{what, why}`: the name of the test, and what the report says of it.
import { isAbsolute, relative } from 'node:path';
import { stripVTControlCharacters as plain } from 'node:util';
import { ROOT } from './paths.mjs';

/** What failed according to a report of `jest --json`: the name of each test, or of the file that could not run, and why. */
export function failuresOfJest({ testResults }) {
  return testResults.flatMap(suite => {
    const file = isAbsolute(suite.name)
      ? relative(ROOT, suite.name)
      : suite.name;
    const failed = suite.assertionResults.filter(
      ({ status }) => status === 'failed',
    );
    if (failed.length === 0 && suite.status === 'failed') {
      return [{ what: file, why: suite.message }];
    }
    return failed.map(({ fullName, failureMessages }) => ({
      what: `${file} › ${fullName}`,
      why: failureMessages.join('\n'),
    }));
  });
}

/** The tests that failed according to a TAP report of Node's test runner. */
export const failuresOfNode = tap =>
  [...tap.matchAll(/^ *not ok \d+ - (.+)$/gm)].map(([, what]) => ({
    what,
    why: '',
  }));

const failureOfSpec = ({ file, title, tests }) => ({
  what: `${file} › ${title}`,
  why: tests
    .flatMap(({ results }) => results)
    .map(({ error }) => error?.message ?? '')
    .join('\n'),
});

/** What failed according to a report of Playwright's json reporter. */
export function failuresOfPlaywright({ suites = [], errors = [] }) {
  const within = suite => [
    ...(suite.specs ?? []).filter(({ ok }) => !ok).map(failureOfSpec),
    ...(suite.suites ?? []).flatMap(within),
  ];
  return [
    ...suites.flatMap(within),
    ...errors.map(({ message }) => ({ what: 'playwright', why: message })),
  ];
}

/** What failed according to a JSON report of schemathesis: each operation of the API once. */
export const failuresOfSchemathesis = ({ failures }) =>
  [...new Set(failures.flatMap(({ operations }) => operations))].map(what => ({
    what,
    why: '',
  }));

/** A failure in a line of at most 300 characters, for the end of a long log. */
export const inOneLine = ({ what, why }) =>
  [
    what,
    plain(why)
      .split('\n')
      .find(line => line.trim()) ?? '',
  ]
    .filter(Boolean)
    .join(': ')
    .replace(/\s+/g, ' ')
    .slice(0, 300);
