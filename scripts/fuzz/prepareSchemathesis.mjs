// Schemathesis and all that it stands on, at exactly the versions of requirements.txt, in .toolchain/schemathesis.
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, work } from '../command.mjs';
import { ROOT, TOOLCHAIN } from '../paths.mjs';
import { Trouble } from '../say.mjs';

const REQUIREMENTS = join(ROOT, 'scripts', 'fuzz', 'requirements.txt');
const FOLDER = join(TOOLCHAIN, 'schemathesis');
const INSTALLED = join(FOLDER, 'requirements.txt');

const textOf = file => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Answers the path of the command. Throws Trouble without Python. */
export async function prepareSchemathesis(env) {
  const command = join(FOLDER, 'bin', 'schemathesis');
  if (existsSync(command) && textOf(INSTALLED) === textOf(REQUIREMENTS)) {
    return command;
  }
  if ((await ask('python3', ['-c', 'import ensurepip'])) === undefined) {
    throw new Trouble(
      'The fuzzer needs Python 3.10 or newer with venv. Install it (Debian: apt-get install python3-venv).',
    );
  }
  const options = { env };
  await work({
    name: 'fuzz-venv',
    title: 'Python environment of the fuzzer',
    command: 'python3',
    args: ['-m', 'venv', '--clear', FOLDER],
    options,
  });
  await work({
    name: 'fuzz-install',
    title: 'Fetching schemathesis into .toolchain/',
    command: join(FOLDER, 'bin', 'pip'),
    args: ['install', '--quiet', '--no-deps', '-r', REQUIREMENTS],
    options,
  });
  copyFileSync(REQUIREMENTS, INSTALLED);
  return command;
}
