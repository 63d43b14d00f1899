// Runs the official suite, and says of each required scenario what came of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync, closeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { scenariosIn } from './expectations.mjs';

const require = createRequire(import.meta.url);
const SUITE = dirname(
  require.resolve('@modelcontextprotocol/conformance/package.json'),
);

/** The scenarios that a revision requires of a `role`, `server` or `client`, from the suite's own list. */
export const requiredBy = (revision, role) =>
  scenariosIn(
    readFileSync(join(SUITE, 'requirements', `${revision}.yaml`), 'utf8'),
    role,
  );

/** Runs the suite in `folder`, which then holds its results; answers its exit code and its report. */
export async function runSuite(folder, args, env) {
  mkdirSync(folder, { recursive: true });
  // Into a file, because the suite exits before a pipe has taken everything it says.
  const report = join(folder, 'report.txt');
  const file = openSync(report, 'w');
  const child = spawn('node', [join(SUITE, 'dist', 'index.js'), ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', file, file],
  });
  const [code] = await once(child, 'exit');
  closeSync(file);
  return { code, output: readFileSync(report, 'utf8') };
}
