// A process that holds a call whose client is asked, for the kill -9 test. Argv: knex config and the call (JSON). Says the first answer.
require('@backstage/cli/config/nodeTransform.cjs');
const knexFactory = require('knex');
const { knexDatabase, systemClock, tuneSqlite } = require('../../../platform');
const { createInputs } = require('../createInputs');

const silent = { error() {}, warn() {}, info() {}, debug() {} };
const question = { method: 'elicitation/create', params: { message: 'Who?' } };

async function main() {
  const knex = knexFactory(JSON.parse(process.argv[2]));
  await tuneSqlite(knex);
  const { inputs } = createInputs({
    database: knexDatabase(knex),
    clock: systemClock,
    logger: silent,
    secret: Buffer.alloc(32, 7),
    gateway: {
      call: async (_ctx, _asked, { ask, signal }) => ({
        outcome: 'succeeded',
        result: await ask(question, signal),
      }),
    },
  });
  const ctx = {
    caller: { type: 'user', ref: 'user:default/ada' },
    orgId: 'default',
    requestId: 'killed',
  };
  const answer = await inputs.call(ctx, JSON.parse(process.argv[3]), {
    signal: new AbortController().signal,
    clientCapabilities: { elicitation: {} },
  });
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  setInterval(() => {}, 60_000);
}

void main();
