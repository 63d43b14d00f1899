// Which test files a change touches.
//
// In this order: the test files that changed; those that stand beside a changed source, as `x.test.ts` beside `x.ts`;
// those that import one by a relative path; and those that import the `index` of its folder. What reaches a source over
// several files is left to `npm test`: jest's `--findRelatedTests` takes nearly everything for related, because
// most tests stand on the same few files.
import { dirname, join, normalize } from 'node:path';
import { isTestFile } from './often.mjs';

const SOURCE = /\.(tsx?|mjs)$/;
const IMPORT =
  /(?:\bfrom|\bimport|\bimport\(|\brequire\(|\.mock\()\s*['"](\.[^'"]*)['"]/g;
const stemOf = path => path.replace(/(\.test)?\.\w+$/, '');

/** The paths, without an ending, that a relative import of a file may mean. */
function meantBy(file, specifier) {
  const path = normalize(join(dirname(file), specifier)).replace(/\/$/, '');
  return [path, path.replace(/\.\w+$/, ''), join(path, 'index')];
}

/**
 * The test files of `tests` that a change of the files in `changed` touches, the most telling first. Paths are those from
 * the root of the repository, with `/`; `read` answers the text of one.
 */
export function touchedTests({ changed, tests, read }) {
  const sources = changed.filter(
    path => SOURCE.test(path) && !isTestFile(path),
  );
  const stems = new Set(sources.map(stemOf));
  // A test that imports a front door means what stands behind it in the same folder.
  const doors = new Set(sources.map(path => join(dirname(path), 'index')));
  const itself = tests.filter(test => changed.includes(test));
  const beside = tests.filter(test => stems.has(stemOf(test)));
  const importing = paths =>
    tests.filter(test =>
      [...read(test).matchAll(IMPORT)]
        .flatMap(([, specifier]) => meantBy(test, specifier))
        .some(path => paths.has(path)),
    );
  return [
    ...new Set([
      ...itself,
      ...beside,
      ...importing(stems),
      ...importing(doors),
    ]),
  ];
}
