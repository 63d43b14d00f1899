// Programs of npm in a folder of their own in .toolchain/, at exactly these versions, so that they are no dependencies of the project.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { work } from './command.mjs';
import { TOOLCHAIN } from './paths.mjs';

/**
 * Answers the folder of the commands of `.toolchain/<name>`, fetched anew when `packages` ({name: version}) has changed. Throws Trouble
 * when they cannot be fetched.
 */
export async function prepareNpm({ name, packages, env }) {
  const folder = join(TOOLCHAIN, name);
  const stamp = join(folder, 'installed.json');
  const wanted = JSON.stringify(packages);
  const bin = join(folder, 'node_modules', '.bin');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return bin;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const specs = Object.entries(packages).map(entry => entry.join('@'));
  await work({
    name: `${name}-install`,
    title: `Fetching ${specs.join(' and ')} into .toolchain/`,
    command: 'npm',
    args: [
      'install',
      ...['--no-save', '--no-audit', '--no-fund', '--ignore-scripts'],
      ...specs,
    ],
    options: { cwd: folder, env },
  });
  writeFileSync(stamp, wanted);
  return bin;
}
