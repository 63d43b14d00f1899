import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory from 'knex';
import request from 'supertest';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, openTestDatabase, testApp } from '../__testUtils__';
import {
  createReadinessRouter,
  knexDatabase,
  migrationsDirectory,
  openDatabase,
  tuneSqlite,
} from '.';
import { dialectOf } from './dialectOf';

describe.each(databaseIds)('database on %s', id => {
  it('reads back what it wrote', async () => {
    const { reader, dialect } = await openTestDatabase({ id });
    const time = new Date('2026-11-22T12:00:00.123Z');
    await reader.schema.createTable('probe', table => {
      table.text('json');
      table.timestamp('time', { useTz: true });
      table.bigInteger('number');
    });
    const value = { a: [1, 'ä', null], b: { c: true } };
    await reader('probe').insert([
      { json: dialect.toJson(value), time, number: 2 ** 52 },
      { json: dialect.toJson(undefined), time: null, number: 0 },
    ]);
    const [first, second] = await reader('probe').orderBy('number', 'desc');
    expect(dialect.fromJson(first.json)).toEqual(value);
    expect(dialect.fromTime(first.time)).toEqual(time);
    expect(dialect.fromBigInt(first.number)).toBe(2 ** 52);
    expect(dialect.fromJson(second.json)).toBeUndefined();
    expect(dialect.fromTime(second.time)).toBeUndefined();
  });

  it('commits whole or not at all', async () => {
    const database = await openTestDatabase({ id });
    const insert = (fails: boolean) =>
      database.transaction(async tx => {
        await tx('instance_secrets').insert({
          name: 'a',
          secret: 'x',
          created_at: new Date(),
        });
        if (fails) {
          throw new Error('no');
        }
        return 'done';
      });
    await expect(insert(true)).rejects.toThrow('no');
    expect(await database.reader('instance_secrets')).toEqual([]);
    await expect(insert(false)).resolves.toBe('done');
    expect(await database.reader('instance_secrets')).toHaveLength(1);
  });

  it('migrates when it opens, unless the host does', async () => {
    const { reader } = await openTestDatabase({ id });
    await reader.migrate.rollback({ directory: migrationsDirectory }, true);
    const service = { getClient: async () => reader };
    await openDatabase({ ...service, migrations: { skip: true } });
    expect(await reader.schema.hasTable('jobs')).toBe(false);
    await openDatabase(service);
    expect(await reader.schema.hasTable('jobs')).toBe(true);
  });
});

it('refuses what is no time, no integer and no supported database', async () => {
  const { dialect } = await openTestDatabase();
  expect(() => dialect.fromTime('soon')).toThrow('soon');
  expect(() => dialect.fromBigInt('9007199254740993')).toThrow(
    '9007199254740993',
  );
  const client = { config: { client: 'mysql2' } };
  expect(() => dialectOf({ client } as never)).toThrow('SQLite or PostgreSQL');
});

it('lets two connections to one SQLite file write in turn', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'sprintconnect-file-'));
  const open = async () => {
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: join(directory, 'a.sqlite') },
      useNullAsDefault: true,
    });
    await tuneSqlite(knex);
    return knex;
  };
  const [first, second] = [await open(), await open()];
  await first.migrate.latest({ directory: migrationsDirectory });
  expect(await first.raw('PRAGMA journal_mode')).toEqual([
    { journal_mode: 'wal' },
  ]);
  expect(await first.raw('PRAGMA wal_autocheckpoint')).toEqual([
    { wal_autocheckpoint: 4_000 },
  ]);
  await second.raw('PRAGMA busy_timeout = 0');
  await knexDatabase(first).transaction(async tx => {
    await tx('instance_secrets').select();
    await expect(
      knexDatabase(second).transaction(async () => 'in'),
    ).rejects.toThrow(/locked/);
  });
  await expect(
    knexDatabase(second).transaction(async () => 'in'),
  ).resolves.toBe('in');
  await Promise.all([first.destroy(), second.destroy()]);
  await rm(directory, { recursive: true });
});

describe('GET /v1/health', () => {
  it('200 without a caller', async () => {
    const database = await openTestDatabase();
    const router = createReadinessRouter({ database, stopping: () => false });
    const answer = await request(testApp([router]))
      .get('/v1/health')
      .set('x-test-caller', 'none');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: 'ok' });
  });

  it('503 while stopping, and when the database does not answer', async () => {
    const database = await openTestDatabase();
    let stopping = true;
    const router = createReadinessRouter({
      database,
      stopping: () => stopping,
    });
    const app = testApp([router]);
    const leaving = await request(app).get('/v1/health');
    expect(leaving.status).toBe(503);
    expect(leaving.body.type).toBe(problemTypeOf('shutting-down'));
    stopping = false;
    await database.reader.destroy();
    const answer = await request(app).get('/v1/health');
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.body.type).toBe(problemTypeOf('database-unavailable'));
    expect(answer.text).not.toContain('pool');
  });
});
