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

/**
 * What to tell the tests, as environment variables, and people, as `missing`: one text for each service that is not here.
 * Tests fail without a service unless they are told that it is absent, so that none goes missing in silence.
 */
export function tellOfServices({ connection, hasRedis }) {
  return {
    variables: {
      ...(connection
        ? { [CONNECTION]: connection }
        : { SPRINTCONNECT_WITHOUT_POSTGRES: '1' }),
      ...(!hasRedis && { SPRINTCONNECT_WITHOUT_REDIS: '1' }),
    },
    missing: [
      ...(connection ? [] : [WITHOUT_POSTGRES]),
      ...(hasRedis ? [] : [WITHOUT_REDIS]),
    ],
  };
}

/**
 * Finds what the tests need beside Node, starts what is installed, and says what is missing. Throws Trouble where
 * something is and SPRINTCONNECT_REQUIRE_SERVICES is set.
 */
export async function environmentWithServices(env) {
  const { variables, missing } = tellOfServices({
    connection: await connectionFor(env),
    hasRedis: await ask('redis-server', ['--version']),
  });
  if (missing.length > 0 && env.SPRINTCONNECT_REQUIRE_SERVICES) {
    throw new Trouble(
      `This run must test on PostgreSQL and Redis. ${missing.join('')}`,
    );
  }
  for (const words of missing) console.log(red(words));
  return { env: { ...env, ...variables }, missing };
}
