/**
 * What tests of several slices share: real databases with all migrations, a clock that stands still,
 * a caller, recording ports, and an express app that serves routers as the plugin does.
 *
 * Never imported by source; lint sees to that.
 */
export { openTestCredentials } from './openTestCredentials';
export {
  databaseIds,
  describeOnPostgres,
  openTestDatabase,
  type TestDatabaseId,
} from './openTestDatabase';
export { fixedClock } from './fixedClock';
export { testContext } from './testContext';
export { createRecorders } from './recorders';
export {
  freeHand,
  fullReadScope,
  testAuthorizer,
  testJudgement,
} from './testAuthorizer';
export { testOrganisations } from './testOrganisations';
export { everyEntity } from './everyEntity';
export { openTestGate } from './openTestGate';
export { testApp } from './testApp';
export { cpuMs } from './cpuMs';
export { eventually } from './eventually';
export { logOnceStopped } from './logOnceStopped';
export { startHostileServer, type HostileServer } from './startHostileServer';
export { startMoodyServer, type MoodyServer } from './startMoodyServer';
export { startLoopbackUpstream } from './startLoopbackUpstream';
