import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runWell } from './runProgram';

const CHECKOUT = resolve(__dirname, '../../../..');
const SCRIPT = pathToFileURL(join(CHECKOUT, 'scripts/preparePython.mjs')).href;

/**
 * A Python environment in `.toolchain/<name>` that holds exactly these packages. It is shared by tests and by runs, and made
 * anew when the list has changed.
 *
 * @param packages - all of them, as lines of a requirements file with exact versions
 * @returns the folder of its commands
 */
export async function preparePython(
  name: string,
  packages: string,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'requirements-'));
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, packages);
  const options = { name, purpose: 'a test of templates', requirements };
  try {
    const said = await runWell(['node', '--input-type=module'], {
      cwd: CHECKOUT,
      input: `
        import { preparePython } from ${JSON.stringify(SCRIPT)};
        const options = ${JSON.stringify(options)};
        const bin = await preparePython({ ...options, env: process.env });
        console.log('\\n' + bin);`,
    });
    return said.trim().split('\n').at(-1) ?? '';
  } finally {
    await rm(folder, { recursive: true });
  }
}
