// What is expected to fail, and why: the files of this folder. Whatever passes may not stand in them, so that they cannot go stale.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The names in a list of a file of the suite's kind: `client:`, and below it `  - name`. */
export function scenariosIn(text, list) {
  const lines = text.split('\n');
  const from = lines.indexOf(`${list}:`) + 1;
  if (from === 0) return [];
  const names = [];
  for (const line of lines.slice(from)) {
    if (/^[^\s#]/.test(line)) break;
    const name = /^\s*- (\S+)$/.exec(line)?.[1];
    if (name) names.push(name);
  }
  return names;
}

/** Scenarios that `role` may fail; of both lists where an endpoint has one of its own beside that of its revision. */
export function readExpected(...lists) {
  const file = join(import.meta.dirname, 'expectedFailures.yaml');
  const text = readFileSync(file, 'utf8');
  return lists.flatMap(list => scenariosIn(text, list));
}

/** The outcome of one scenario. */
export function judge({ name, passes, isExpected }) {
  if (passes === isExpected) {
    const why = passes
      ? 'it passes: take it from scripts/conformance/expectedFailures.yaml'
      : 'see its report';
    return { name, status: 'failed', why };
  }
  return { name, status: 'passed' };
}
