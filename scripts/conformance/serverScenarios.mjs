// The server scenarios of the official suite, against an endpoint.
import { judge, readExpected } from './expectations.mjs';
import { requiredBy, runSuite } from './runSuite.mjs';

/** Whether a scenario passed, by what the suite printed; undefined where that does not name it. */
export function resultOf(report, scenario) {
  const [, mark, failures] =
    new RegExp(`^(.) ${scenario}: \\d+ passed, (\\d+) failed\\b`, 'm').exec(
      report,
    ) ?? [];
  return mark && mark === '✓' && failures === '0';
}

/** Judges every scenario that the revision requires, at an endpoint of this kind; answers outcomes. */
export async function runServerScenarios({ env, url, revision, kind, folder }) {
  const { output } = await runSuite(
    folder,
    [
      ...['server', '--url', url, '--requirements', revision],
      ...['--output-dir', 'results'],
    ],
    env,
  );
  const expected = readExpected(kind, `${kind}-${revision}`);
  return requiredBy(revision, 'server').map(name => {
    const passes = resultOf(output, name);
    return passes === undefined
      ? { name, status: 'failed', why: 'it did not run' }
      : judge({ name, passes, isExpected: expected.includes(name) });
  });
}
