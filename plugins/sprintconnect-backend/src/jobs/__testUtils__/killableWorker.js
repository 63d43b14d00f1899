// A worker process for the kill -9 test. Argv: knex config (JSON), mode `hang`. Says `claimed` when it runs the job.
require('@backstage/cli/config/nodeTransform.cjs');
const knexFactory = require('knex');
const { knexDatabase, systemClock, tuneSqlite } = require('../../platform');
const { createJobs } = require('..');

const silent = { error() {}, warn() {}, info() {}, debug() {} };

async function main() {
  const knex = knexFactory(JSON.parse(process.argv[2]));
  await tuneSqlite(knex);
  const { worker } = createJobs({
    database: knexDatabase(knex),
    outbox: { add: async () => {} },
    clock: systemClock,
    logger: silent,
    pollIntervalMs: 20,
    leaseMs: 600,
  });
  worker.handle([
    {
      kind: 'work',
      run: () => {
        process.stdout.write('claimed\n');
        return new Promise(() => {});
      },
    },
  ]);
  worker.start();
}

main();
