// Runs the jest tests of all packages, or of some files of any of them.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { show } from './command.mjs';
import { DATA, LOGS } from './paths.mjs';

const REPORT = join(DATA, 'jest.json');
/** What jest says to people in a quiet run. */
export const JEST_LOG = join(LOGS, 'jest.log');
/** Each may hold databases, Redis and MCP servers of its own. */
const WORKERS_MAX = 4;
const MEGABYTE = 1024 ** 2;

/** How many test files run at once on a machine with so many cores: one more, because tests wait for databases, servers and time. */
export const workersFor = cores => Math.min(WORKERS_MAX, cores + 1);

/**
 * How much memory a worker may hold between two files, in MB, where there is so much in bytes. One that holds more is
 * started anew, and has to load everything again; all of them may have half of the machine.
 */
export const workerMemoryFor = (bytes, workers) =>
  Math.min(2_500, Math.max(1_000, Math.floor(bytes / MEGABYTE / 2 / workers)));

/**
 * Answers jest's exit code, and its report as of `jest --json`, which is undefined when jest wrote none. What people
 * read is on stderr, or in `JEST_LOG` when `isQuiet`.
 */
export async function runJest(env, args, { isQuiet = false } = {}) {
  mkdirSync(LOGS, { recursive: true });
  rmSync(REPORT, { force: true });
  const said = isQuiet ? openSync(JEST_LOG, 'w') : 'inherit';
  const workers = workersFor(availableParallelism());
  const code = await show(
    'backstage-cli',
    [
      ...['repo', 'test', '--watchAll=false'],
      `--maxWorkers=${workers}`,
      `--workerIdleMemoryLimit=${workerMemoryFor(totalmem(), workers)}M`,
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
