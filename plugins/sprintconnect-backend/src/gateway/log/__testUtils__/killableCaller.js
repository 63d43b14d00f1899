// A process with an open call, for the kill -9 test. Argv: knex config (JSON). Says the id of the call when its record is committed.
require('@backstage/cli/config/nodeTransform.cjs');
const knexFactory = require('knex');
const { knexDatabase, systemClock, tuneSqlite } = require('../../../platform');
const { createCallLog } = require('../createCallLog');

const silent = { error() {}, warn() {}, info() {}, debug() {} };

async function main() {
  const knex = knexFactory(JSON.parse(process.argv[2]));
  await tuneSqlite(knex);
  const { log, start } = createCallLog({
    database: knexDatabase(knex),
    outbox: { add: async () => {} },
    clock: systemClock,
    logger: silent,
    settings: { keepBodies: [], retentionDays: 30, bodyRetentionDays: 7 },
  });
  start();
  const ctx = {
    caller: { type: 'user', ref: 'user:default/ada' },
    orgId: 'default',
    requestId: 'killed',
  };
  const { id } = await log.open(ctx, JSON.parse(process.argv[3]));
  process.stdout.write(`${id}\n`);
  setInterval(() => {}, 60_000);
}

void main();
