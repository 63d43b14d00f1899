// What the tests use beside Node, and what is said of it where it is missing.
import { CONNECTION } from './postgres.mjs';

const WITHOUT_POSTGRES = `
  ################################################################################
  ##  NO POSTGRESQL: every test that runs on both databases runs on SQLite only.  ##
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
