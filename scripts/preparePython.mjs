// A Python environment in .toolchain/ that holds exactly what a list of requirements names.
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, work } from './command.mjs';
import { TOOLCHAIN } from './paths.mjs';
import { Trouble } from './say.mjs';

const textOf = file => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/**
 * Answers the folder of the commands of `.toolchain/<name>`, made anew when the list has changed. `purpose` says who needs
 * it. Throws Trouble without Python.
 */
export async function preparePython({ name, purpose, requirements, env }) {
  const folder = join(TOOLCHAIN, name);
  const bin = join(folder, 'bin');
  const installed = join(folder, 'requirements.txt');
  if (textOf(installed) === textOf(requirements)) return bin;
  if ((await ask('python3', ['-c', 'import ensurepip'])) === undefined) {
    throw new Trouble(
      `${purpose} needs Python 3.10 or newer with venv. Install it (Debian: apt-get install python3-venv).`,
    );
  }
  const options = { env };
  await work({
    name: `${name}-venv`,
    title: `Python environment: ${purpose}`,
    command: 'python3',
    args: ['-m', 'venv', '--clear', folder],
    options,
  });
  await work({
    name: `${name}-install`,
    title: `Fetching ${name} into .toolchain/`,
    command: join(bin, 'pip'),
    args: ['install', '--quiet', '--no-deps', '-r', requirements],
    options,
  });
  copyFileSync(requirements, installed);
  return bin;
}
