import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import knexFactory, { type Knex } from 'knex';
import {
  databaseIds,
  fixedClock,
  openTestDatabase,
  testContext,
} from '../../__testUtils__';
import {
  knexDatabase,
  migrationsDirectory,
  systemClock,
  tuneSqlite,
} from '../../platform';
import type { AskedCall } from '../call/Call';
import { createInputs } from './createInputs';

const ASKED: AskedCall = {
  entrance: 'mcp',
  server: { id: 'x' },
  method: 'tools/call',
  capability: 'ask',
};
const DEAD_MS = 20_000;

describe('a process that is killed while a client is asked', () => {
  let directory: string;
  let knex: Knex;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sprintconnect-inputs-'));
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await knex.destroy();
    await rm(directory, { recursive: true });
  });

  async function configFor(id: (typeof databaseIds)[number]) {
    if (id === 'SQLITE_3') {
      return {
        client: 'better-sqlite3',
        connection: { filename: join(directory, 'inputs.sqlite') },
        useNullAsDefault: true,
      };
    }
    const { reader } = await openTestDatabase({ id });
    const { connection } = reader.client.config;
    // Knex hides the password from JSON, and another process needs it.
    const { password } = connection;
    return { client: 'pg', connection: { ...connection, password } };
  }

  it.each(databaseIds)('has its client told so by another, on %s', async id => {
    const config = await configFor(id);
    knex = knexFactory(config);
    await tuneSqlite(knex);
    await knex.migrate.latest({ directory: migrationsDirectory });
    child = spawn(
      process.execPath,
      [
        join(__dirname, '__testUtils__', 'killableHolder.js'),
        JSON.stringify(config),
        JSON.stringify(ASKED),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const exited = once(child, 'exit');
    const [said] = await once(child.stdout!, 'data');
    const { result } = JSON.parse(String(said));
    child.kill('SIGKILL');
    await exited;

    const clock = fixedClock();
    clock.set(systemClock.now());
    const { inputs } = createInputs({
      ...{ database: knexDatabase(knex), clock },
      logger: mockServices.logger.mock(),
      secret: Buffer.alloc(32, 7),
      gateway: {
        call: async () => {
          throw new Error('A call was made again');
        },
      },
    });
    const [key] = Object.keys(result.inputRequests);
    const late = inputs.call(
      testContext(),
      {
        ...ASKED,
        requestState: result.requestState,
        inputResponses: { [key!]: { action: 'decline' } },
      },
      {
        signal: new AbortController().signal,
        clientCapabilities: { elicitation: {} },
      },
    );
    clock.advance(DEAD_MS + 1_000);
    expect(await late).toMatchObject({
      outcome: 'unknown',
      refusal: { code: 'call-not-held' },
    });
    expect(await knex('held_calls')).toEqual([]);
  });
});
