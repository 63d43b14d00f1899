import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory from 'knex';
import request from 'supertest';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import {
  databaseIds,
  eventually,
  openTestDatabase,
  type TestDatabaseId,
} from '../../__testUtils__';
import { knexDatabase, migrationsDirectory, tuneSqlite } from '../../platform';
import {
  createGatewayWorld,
  type GatewayWorld,
} from '../__testUtils__/createGatewayWorld';
import {
  type ScriptedCall,
  startScriptedServer,
} from '../__testUtils__/startScriptedServer';

const TOOLS = [{ name: 'echo', inputSchema: { type: 'object' } }];

/** How a process of its own reaches the database, which for SQLite is a file here. */
async function configFor(id: TestDatabaseId, directory: string) {
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

describe.each(databaseIds)('an Idempotency-Key at two instances on %s', at => {
  let script: (call: ScriptedCall) => void;
  let server: Awaited<ReturnType<typeof startScriptedServer>>;
  let directory: string;
  let config: Awaited<ReturnType<typeof configFor>>;
  let knex: ReturnType<typeof knexFactory>;
  let here: GatewayWorld;
  let there: GatewayWorld;
  let child: ChildProcess | undefined;
  let id: string;

  beforeAll(async () => {
    server = await startScriptedServer(TOOLS, call => script(call));
    directory = await mkdtemp(join(tmpdir(), 'sprintconnect-instances-'));
    config = await configFor(at, directory);
    knex = knexFactory(config);
    await tuneSqlite(knex);
    await knex.migrate.latest({ directory: migrationsDirectory });
    const database = knexDatabase(knex);
    here = await createGatewayWorld({ database });
    there = await createGatewayWorld({ database });
    id = await here.added('scripted', server.url);
  });
  afterAll(async () => {
    child?.kill('SIGKILL');
    await here?.stop();
    await there?.stop();
    await knex?.destroy();
    await server?.close();
    await rm(directory, { recursive: true });
  });
  beforeEach(() => {
    server.calls.length = 0;
    script = ({ answer }) => answer('{"content":[]}');
  });

  const path = () => `/v1/servers/${id}/tools/echo/call`;
  const ask = (to: Parameters<typeof request>[0], key: string) =>
    request(to).post(path()).set('Idempotency-Key', key).send({});
  const inProgress = problemTypeOf('idempotency-key-in-progress');

  it('calls once, whichever instance is asked, and however many at once', async () => {
    script = async ({ answer }) => {
      // Until the others have come, too.
      await eventually('the key to be taken', () =>
        here.database.reader('idempotency_keys').where({ key: 'many' }).first(),
      );
      answer('{"content":[{"type":"text","text":"once"}]}');
    };
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, nth) =>
        ask(nth % 2 ? here.app : there.app, 'many'),
      ),
    );
    expect(server.calls).toHaveLength(1);
    const made = answers.filter(({ status }) => status === 200);
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map(({ text }) => text)).size).toBe(1);
    const others = answers.filter(({ status }) => status !== 200);
    for (const { status, body } of others) {
      expect([status, body.type]).toEqual([409, inProgress]);
    }
    const again = await ask(there.app, 'many').expect(200);
    expect(again.text).toBe(made[0].text);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(server.calls).toHaveLength(1);
  });

  it('is refused at the other while the first is under way', async () => {
    const waiting: ScriptedCall[] = [];
    script = call => waiting.push(call);
    const first = ask(here.app, 'slow').then(response => response);
    await eventually('the call', () => waiting.length === 1);
    const second = await ask(there.app, 'slow').expect(409);
    expect(second.body.type).toBe(inProgress);
    waiting[0].answer('{"content":[]}');
    const { text } = await first;
    expect((await ask(there.app, 'slow').expect(200)).text).toBe(text);
    expect(server.calls).toHaveLength(1);
  });

  it('is not sent again when the first instance was killed', async () => {
    script = () => {};
    child = spawn(
      process.execPath,
      [
        join(__dirname, '__testUtils__', 'killableDoor.js'),
        JSON.stringify(config),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const exited = once(child, 'exit');
    const [said] = await once(child.stdout!, 'data');
    const port = String(said).trim();
    const cut = ask(`http://127.0.0.1:${port}`, 'killed').then(
      () => 'answered',
      () => 'cut',
    );
    await eventually('the call', () => server.calls.length === 1);
    child.kill('SIGKILL');
    await exited;
    expect(await cut).toBe('cut');
    const again = await ask(here.app, 'killed').expect(409);
    expect(again.body).toMatchObject({
      type: inProgress,
      detail: expect.stringContaining('GET /v1/calls'),
    });
    expect(server.calls).toHaveLength(1);
    const open = () => here.database.reader('calls').whereNull('closed_at');
    expect(await open()).toHaveLength(1);
    await here.database
      .reader('gateway_instances')
      .update({ beat_at: new Date(Date.now() - 120_000) });
    for (const { run } of here.tasks) await run(new AbortController().signal);
    expect(await open()).toEqual([]);
  });
});
