// Every package we install, build with or ship has a licence that we have read and accept.
import { promisify } from 'node:util';
import { init } from 'license-checker-rseidelsohn';

/** SPDX identifiers that need no further thought. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages whose licence field says something else, each with the reason why it may stay. */
const READ_BY_HAND = {
  '@isomorphic-git/pgp-plugin':
    'LGPL-3.0+, unmodified, comes with the scaffolder of Backstage',
  '@modelcontextprotocol/server-everything':
    'MIT, becoming Apache-2.0; demo and tests only',
  '@modelcontextprotocol/server-memory':
    'MIT, becoming Apache-2.0; demo and tests only',
  'axe-core': 'MPL-2.0, unmodified, a development tool',
  'caniuse-lite': 'CC-BY-4.0, data of a build tool',
  'fast-shallow-equal': 'public domain',
  'pause-stream': 'MIT and Apache-2.0, written without an operator',
  pause: 'MIT, found by its licence text',
  'react-universal-interface': 'public domain',
  'rollup-plugin-dts': 'LGPL-3.0, a build tool of which nothing ships',
  'spdx-exceptions': 'CC-BY-3.0, data of a development tool',
  'spdx-ranges': 'MIT and CC-BY-3.0, data of a development tool',
  tosource: 'Zlib, stated in its read-me',
  'valid-url': 'MIT, found by its licence text',
};

function isAllowed(expression) {
  const text = String(expression).replace(/[()]/g, '');
  if (text.includes(' OR '))
    return text.split(' OR ').some(part => ALLOWED.has(part.trim()));
  return text.split(' AND ').every(part => ALLOWED.has(part.trim()));
}

const packages = await promisify(init)({
  start: process.cwd(),
  excludePrivatePackages: true,
});
const entries = Object.entries(packages).map(([id, { licenses }]) => ({
  name: id.slice(0, id.lastIndexOf('@')),
  id,
  licence: [licenses].flat().join(' AND '),
}));
const refused = entries.filter(
  ({ name, licence }) => !isAllowed(licence) && !(name in READ_BY_HAND),
);
const unused = Object.keys(READ_BY_HAND).filter(
  name => !entries.some(entry => entry.name === name),
);

for (const { id, licence } of refused) {
  console.error(
    `${id} has the licence "${licence}". Read it, then add it to scripts/checks/licences.mjs or drop the package.`,
  );
}
for (const name of unused) {
  console.error(
    `${name} is no longer installed: delete its line from scripts/checks/licences.mjs.`,
  );
}
console.log(
  `licences: ${entries.length} packages read, ${refused.length} refused, ${unused.length} stale exceptions`,
);
process.exitCode = refused.length + unused.length > 0 ? 1 : 0;
