// What the tests use beside Node, and what is said of it where it is missing.
import { ask } from './command.mjs';
import { CONNECTION, connectionFor } from './postgres.mjs';
import { Trouble, red } from './say.mjs';

const WITHOUT_POSTGRES = `
  ################################################################################
  ##  NO POSTGRESQL: every test that runs on both databases runs on SQLite only.  ##
  ##  Tests of what only PostgreSQL does are skipped, and counted as such.        ##
  ##  Install one (Debian: apt-get install postgresql) or name one that runs in   ##
  ##  ${CONNECTION}.       ##
  ################################################################################
`;
const WITHOUT_REDIS = `
  ################################################################################
  ##  NO REDIS: the tests of what instances count together are skipped.           ##
  ##  Install one (Debian: apt-get install redis-server); it need not run.        ##
  ################################################################################
`;
const WITHOUT_PYTHON = `
  ################################################################################
  ##  NO PYTHON: the tests of MCP servers made from the Python template, and of   ##
  ##  secrets with OpenBao and AWS KMS, are skipped.                              ##
  ##  Install 3.11 or newer (Debian: apt-get install python3-venv).               ##
  ################################################################################
`;
const WITHOUT_GO = `
  ################################################################################
  ##  NO GO: the tests of MCP servers made from the Go template are skipped.      ##
  ##  Install Go 1.26 or newer, or Python, with which they fetch one.             ##
  ################################################################################
`;
/** What the tests of the templates ask of Python: to make an environment, in which they install the rest. */
const FITTING_PYTHON = [
  '-c',
  'import ensurepip, sys; assert sys.version_info >= (3, 11)',
];
const OLDEST_GO = 26;

async function hasFittingGo() {
  const version = await ask('go', ['env', 'GOVERSION']);
  return Number(/^go1\.(\d+)/.exec(version)?.[1]) >= OLDEST_GO;
}

/**
 * What to tell the tests, as environment variables, and people, as `missing`: one text for each service that is not here.
 * Tests fail without a service unless they are told that it is absent, so that none goes missing in silence.
 */
export function tellOfServices({ connection, hasRedis, hasPython, hasGo }) {
  return {
    variables: {
      ...(connection
        ? { [CONNECTION]: connection }
        : { SPRINTCONNECT_WITHOUT_POSTGRES: '1' }),
      ...(!hasRedis && { SPRINTCONNECT_WITHOUT_REDIS: '1' }),
      ...(!hasPython && { SPRINTCONNECT_WITHOUT_PYTHON: '1' }),
      ...(!hasGo && { SPRINTCONNECT_WITHOUT_GO: '1' }),
    },
    missing: [
      ...(connection ? [] : [WITHOUT_POSTGRES]),
      ...(hasRedis ? [] : [WITHOUT_REDIS]),
      ...(hasPython ? [] : [WITHOUT_PYTHON]),
      ...(hasGo ? [] : [WITHOUT_GO]),
    ],
  };
}

/**
 * Finds what the tests need beside Node, starts what is installed, and says what is missing. Throws Trouble where
 * something is and SPRINTCONNECT_REQUIRE_SERVICES is set.
 */
export async function environmentWithServices(env) {
  const hasPython = (await ask('python3', FITTING_PYTHON)) !== undefined;
  const { variables, missing } = tellOfServices({
    connection: await connectionFor(env),
    hasRedis: await ask('redis-server', ['--version']),
    hasPython,
    // Where the machine has none, the tests install one from PyPI.
    hasGo: hasPython || (await hasFittingGo()),
  });
  if (missing.length > 0 && env.SPRINTCONNECT_REQUIRE_SERVICES) {
    throw new Trouble(
      `This run must test on PostgreSQL and Redis, with Python and Go. ${missing.join('')}`,
    );
  }
  for (const words of missing) console.log(red(words));
  return { env: { ...env, ...variables }, missing };
}
