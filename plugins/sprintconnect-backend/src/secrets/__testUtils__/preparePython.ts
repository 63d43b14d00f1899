import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const CHECKOUT = resolve(__dirname, '../../../../..');
const SCRIPT = pathToFileURL(join(CHECKOUT, 'scripts/preparePython.mjs')).href;

/** What only a server from PyPI can show. `npm test` says aloud where there is no Python; elsewhere a missing one fails. */
export const describeWithPython = process.env.SPRINTCONNECT_WITHOUT_PYTHON
  ? describe.skip
  : describe;

/** A Python environment in `.toolchain/<name>` with exactly these packages. Answers the folder of its commands. */
export async function preparePython(
  name: string,
  packages: string,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'requirements-'));
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, packages);
  const options = { name, purpose: 'a test of secrets', requirements };
  const program = `
    import { preparePython } from ${JSON.stringify(SCRIPT)};
    const options = ${JSON.stringify(options)};
    const bin = await preparePython({ ...options, env: process.env });
    console.log('\\n' + bin);`;
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { cwd: CHECKOUT },
    );
    return stdout.trim().split('\n').at(-1) ?? '';
  } finally {
    await rm(folder, { recursive: true });
  }
}
