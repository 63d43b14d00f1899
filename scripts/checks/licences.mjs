// Every package we install, build with or ship has a licence that we have read and accept.
import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

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
  argparse: 'PSF-2.0, permissive; comes with the RBAC plugin, tests only',
  'axe-core': 'MPL-2.0, unmodified, a development tool',
  'caniuse-lite': 'CC-BY-4.0, data of a build tool',
  'fast-shallow-equal': 'public domain',
  'pause-stream': 'MIT and Apache-2.0, written without an operator',
  pause: 'MIT, found by its licence text',
  'react-universal-interface': 'public domain',
  'rollup-plugin-dts': 'LGPL-3.0, a build tool of which nothing ships',
  tosource: 'Zlib, stated in its read-me',
  'valid-url': 'MIT, found by its licence text',
};

function isAllowed(expression) {
  const text = String(expression).replace(/[()]/g, '');
  if (text.includes(' OR '))
    return text.split(' OR ').some(part => ALLOWED.has(part.trim()));
  return text.split(' AND ').every(part => ALLOWED.has(part.trim()));
}

/**
 * Every package below a folder of installed ones. Not license-checker's walk, because that one stops at the
 * file which the Backstage CLI writes into node_modules while an app is built.
 */
function* packagesIn(modules) {
  const entries = existsSync(modules)
    ? readdirSync(modules, { withFileTypes: true })
    : [];
  for (const entry of entries.filter(
    each => each.isDirectory() && !each.name.startsWith('.'),
  )) {
    const folder = join(modules, entry.name);
    if (entry.name.startsWith('@')) {
      yield* packagesIn(folder);
    } else if (existsSync(join(folder, 'package.json'))) {
      yield JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      yield* packagesIn(join(folder, 'node_modules'));
    }
  }
}

const { workspaces } = JSON.parse(readFileSync('package.json', 'utf8'));
const folders = workspaces
  .map(pattern => pattern.replace('/*', ''))
  .flatMap(parent => readdirSync(parent).map(name => join(parent, name)));
const seen = new Map();
for (const modules of ['.', ...folders].map(folder =>
  join(realpathSync(folder), 'node_modules'),
)) {
  for (const { name, version, license, licenses } of packagesIn(modules)) {
    const stated = [license ?? licenses ?? 'UNKNOWN']
      .flat()
      .map(each => each.type ?? each);
    seen.set(`${name}@${version}`, {
      name,
      id: `${name}@${version}`,
      licence: stated.join(' OR '),
    });
  }
}
const entries = [...seen.values()];
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
