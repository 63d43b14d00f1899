// The routes of calls in a process of their own, for the kill -9 test. Argv: knex config (JSON). Says its port once it listens.
require('@backstage/cli/config/nodeTransform.cjs');
const express = require('express');
const knexFactory = require('knex');
const { createCursors, createIdempotency } = require('../../../http');
const { openTestGate } = require('../../../__testUtils__/openTestGate');
const {
  startLoopbackUpstream,
} = require('../../../__testUtils__/startLoopbackUpstream');
const { testApp } = require('../../../__testUtils__/testApp');
const { testAuthorizer } = require('../../../__testUtils__/testAuthorizer');
const { createOutbox } = require('../../../outbox');
const { knexDatabase, systemClock, tuneSqlite } = require('../../../platform');
const { createGateway } = require('../../createGateway');
const {
  callSettingsSchema,
  gatewaySettingsSchema,
} = require('../../GatewaySettings');
const { callBody, CALLS } = require('../callBody');

const logger = { error() {}, warn() {}, info() {}, debug() {} };

async function main() {
  const knex = knexFactory(JSON.parse(process.argv[2]));
  await tuneSqlite(knex);
  const database = knexDatabase(knex);
  const clock = systemClock;
  const settings = {
    calls: callSettingsSchema.parse({}),
    gateway: gatewaySettingsSchema.parse({ connections: {} }),
    access: { decisionSeconds: 5 },
  };
  const publish = async () => {};
  const { log: eventLog } = createOutbox({ database, clock, logger, publish });
  const { routers, start } = createGateway(
    {
      ...{ database, clock, logger, settings, eventLog },
      secret: Buffer.alloc(32, 3),
      outbox: { add: async () => {} },
      authorizer: testAuthorizer(),
      cursors: createCursors(Buffer.alloc(32, 1)),
      idempotency: createIdempotency({
        ...{ database, clock },
        secret: Buffer.alloc(32, 2),
      }),
      openGate: openTestGate,
    },
    {
      upstream: startLoopbackUpstream().upstream,
      health: { restOf: async () => undefined },
    },
  );
  start();
  const app = express()
    .use(CALLS, callBody(settings.calls))
    .use(testApp([...routers]));
  const server = app.listen(0, '127.0.0.1', () =>
    process.stdout.write(`${server.address().port}\n`),
  );
}

void main();
