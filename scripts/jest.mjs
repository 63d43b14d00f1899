// Runs the jest tests of all packages, or of some files of any of them.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { show } from './command.mjs';
import { DATA, LOGS } from './paths.mjs';

const REPORT = join(DATA, 'jest.json');
/** What jest says to people in a quiet run. */
export const JEST_LOG = join(LOGS, 'jest.log');
/** Each may hold databases, Redis and MCP servers of its own. */
const WORKERS_MAX = 4;

/** How many test files run at once on a machine with so many cores. */
export const workersFor = cores => Math.min(WORKERS_MAX, Math.max(2, cores));

/**
 * Answers jest's exit code, and its report as of `jest --json`, which is undefined when jest wrote none. What people
 * read is on stderr, or in `JEST_LOG` when `isQuiet`.
 */
export async function runJest(env, args, { isQuiet = false } = {}) {
  mkdirSync(LOGS, { recursive: true });
  rmSync(REPORT, { force: true });
  const said = isQuiet ? openSync(JEST_LOG, 'w') : 'inherit';
  const code = await show(
    'backstage-cli',
    [
      ...['repo', 'test', '--watchAll=false'],
      `--maxWorkers=${workersFor(availableParallelism())}`,
      ...['--json', `--outputFile=${REPORT}`, '--silent', ...args],
    ],
    {
      env: {
        ...env,
        CI: 'true',
        BACKSTAGE_TEST_DISABLE_DOCKER: '1', // the databases are those named in env, or none
        NODE_OPTIONS: [env.NODE_OPTIONS, '--no-warnings']
          .filter(Boolean)
          .join(' '),
      },
      stdio: ['ignore', 'ignore', said], // --json takes stdout
    },
  );
  if (isQuiet) closeSync(said);
  const report = existsSync(REPORT)
    ? JSON.parse(readFileSync(REPORT, 'utf8'))
    : undefined;
  return { code, report };
}
