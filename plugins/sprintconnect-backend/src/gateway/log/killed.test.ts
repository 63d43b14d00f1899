import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory, { type Knex } from 'knex';
import { databaseIds, openTestDatabase } from '../../__testUtils__';
import {
  knexDatabase,
  migrationsDirectory,
  systemClock,
  tuneSqlite,
} from '../../platform';
import { aCall, openCallLog } from './__testUtils__/openCallLog';

describe('a process that is killed', () => {
  let directory: string;
  let knex: Knex;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sprintconnect-calls-'));
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
        connection: { filename: join(directory, 'calls.sqlite') },
        useNullAsDefault: true,
      };
    }
    const { reader } = await openTestDatabase({ id });
    const { connection } = reader.client.config;
    // Knex hides the password from JSON, and another process needs it.
    const { password } = connection;
    return { client: 'pg', connection: { ...connection, password } };
  }

  it.each(databaseIds)('has its call closed by another, on %s', async id => {
    const config = await configFor(id);
    knex = knexFactory(config);
    await tuneSqlite(knex);
    await knex.migrate.latest({ directory: migrationsDirectory });
    child = spawn(
      process.execPath,
      [
        join(__dirname, '__testUtils__', 'killableCaller.js'),
        JSON.stringify(config),
        JSON.stringify(aCall()),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const exited = once(child, 'exit');
    const [said] = await once(child.stdout!, 'data');
    const callId = String(said).trim();
    child.kill('SIGKILL');
    await exited;

    const { clock, events, rows, tasks } = await openCallLog({
      database: knexDatabase(knex),
    });
    const { signal } = new AbortController();
    clock.set(systemClock.now());
    await tasks[0].run(signal);
    expect(await rows()).toMatchObject([{ id: callId, outcome: null }]);
    clock.advance(61_000);
    await tasks[0].run(signal);
    expect(await rows()).toMatchObject([
      { id: callId, outcome: 'unknown', code: 'process-ended' },
    ]);
    expect(events).toMatchObject([{ type: 'server.calls.changed' }]);
  });
});
