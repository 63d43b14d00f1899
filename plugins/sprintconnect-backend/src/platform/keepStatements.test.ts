import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory from 'knex';
import { openTestDatabase } from '../__testUtils__';
import { knexDatabase } from '.';

it('prepares a statement once, in transactions and outside of them', async () => {
  const { reader, transaction } = await openTestDatabase();
  const connection = await reader.client.acquireConnection();
  await reader.client.releaseConnection(connection);
  const ask = () => reader('instance_secrets').where({ name: 'a' });
  await ask();
  const kept = connection.prepare(ask().toSQL().toNative().sql);
  expect(connection.prepare(ask().toSQL().toNative().sql)).toBe(kept);
  await transaction(tx =>
    tx('instance_secrets').insert({
      ...{ name: 'a', secret: 'x' },
      created_at: new Date(),
    }),
  );
  expect(await ask()).toMatchObject([{ name: 'a', secret: 'x' }]);
  expect(connection.prepare(ask().toSQL().toNative().sql)).toBe(kept);
});

it('keeps a bounded number of statements, and none that changes tables', async () => {
  const { reader } = await openTestDatabase();
  const connection = await reader.client.acquireConnection();
  await reader.client.releaseConnection(connection);
  const first = connection.prepare('SELECT 0');
  expect(connection.prepare('SELECT 0')).toBe(first);
  for (let each = 1; each <= 200; each++) connection.prepare(`SELECT ${each}`);
  expect(connection.prepare('SELECT 0')).not.toBe(first);
  const create = 'CREATE TABLE IF NOT EXISTS probe (x)';
  expect(connection.prepare(create)).not.toBe(connection.prepare(create));
});

it('answers by the tables as they are, whoever changed them', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'sprintconnect-kept-'));
  const [ours, theirs] = [1, 2].map(() =>
    knexFactory({
      client: 'better-sqlite3',
      connection: { filename: join(directory, 'a.sqlite') },
      useNullAsDefault: true,
    }),
  );
  try {
    await theirs.raw('CREATE TABLE probe (x int)');
    await theirs('probe').insert({ x: 1 });
    const { reader } = knexDatabase(ours);
    expect(await reader('probe')).toEqual([{ x: 1 }]);
    await theirs.raw(`ALTER TABLE probe ADD COLUMN y text DEFAULT 'new'`);
    expect(await reader('probe')).toEqual([{ x: 1, y: 'new' }]);
    await theirs.raw('DROP TABLE probe');
    await expect(reader('probe')).rejects.toThrow('no such table');
    await theirs.raw('CREATE TABLE probe (z int)');
    await theirs('probe').insert({ z: 2 });
    expect(await reader('probe')).toEqual([{ z: 2 }]);
  } finally {
    await ours.destroy();
    await theirs.destroy();
    await rm(directory, { recursive: true, force: true });
  }
});

it('goes on with a statement that broke a rule of its table', async () => {
  const { reader } = await openTestDatabase();
  const insert = (name: string) =>
    reader('instance_secrets').insert({
      ...{ name, secret: 'x' },
      created_at: new Date(),
    });
  await insert('a');
  await expect(insert('a')).rejects.toThrow('UNIQUE');
  await insert('b');
  expect(await reader('instance_secrets').pluck('name')).toEqual(['a', 'b']);
});
