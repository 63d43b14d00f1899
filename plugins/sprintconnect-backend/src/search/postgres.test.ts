import { TestDatabases } from '@backstage/backend-test-utils';
import knexOf from 'knex';
import request from 'supertest';
import { describeOnPostgres } from '../__testUtils__';
import { knexDatabase, migrationsDirectory } from '../platform';
import { SearchStore } from './SearchStore';
import {
  observation,
  openRegistry,
  tool,
} from '../registry/__testUtils__/openRegistry';

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });

describeOnPostgres('search on %s alone', id => {
  it('finds words by the index, not by reading everything', async () => {
    const { ctx, database, register, service } = await openRegistry({ id });
    const server = await register();
    const capabilities = Array.from({ length: 1_500 }, (_each, at) =>
      tool(`tool_${at}`, { description: `Does common things number${at}` }),
    );
    await service.recordSnapshot(ctx, server.id, observation({ capabilities }));
    await database.reader.raw('analyze search_documents');
    for (const column of ['terms', 'name_terms']) {
      const { rows } = await database.reader.raw(
        `explain select capability_id from search_documents where org_id = 'default' and ${column} @@ '''1234'''::tsquery limit 200`,
      );
      const plan = JSON.stringify(rows);
      expect(plan).toContain(`search_documents_${column}_idx`);
      expect(plan).not.toContain('Seq Scan');
    }
  });

  it('asks again what the database can do when it was away', async () => {
    const { database } = await openRegistry({ id });
    const raw = jest
      .fn()
      .mockRejectedValueOnce(new Error('The database is away'))
      .mockImplementation(sql => database.reader.raw(sql));
    const reader = { raw } as unknown as typeof database.reader;
    const { dialect } = database;
    const store = new SearchStore({ ...database, dialect, reader });
    await expect(store.canCorrect()).rejects.toThrow('away');
    expect(await store.canCorrect()).toBe(true);
    expect(await store.canCorrect()).toBe(true);
    expect(raw).toHaveBeenCalledTimes(2);
  });

  it('says so where the extension for typing mistakes may not be created, until somebody creates it', async () => {
    const admin = await databases.init(id);
    const role = `sc_search_${process.pid}`;
    const { connection } = admin.client.config;
    await admin.raw(
      `create role ${role} login password 'test'; grant usage, create on schema public to ${role}`,
    );
    const knex = knexOf({
      client: 'pg',
      connection: { ...connection, user: role, password: 'test' },
    });
    try {
      await knex.migrate.latest({ directory: migrationsDirectory });
      const { rows } = await knex.raw(
        `select 1 from pg_extension where extname = 'pg_trgm'`,
      );
      expect(rows).toEqual([]);
      const { app, ctx, logger, register, searchSlice, service } =
        await openRegistry({ database: knexDatabase(knex) });
      const server = await register();
      await service.recordSnapshot(ctx, server.id, observation());
      await searchSlice.start();
      await searchSlice.start();
      expect(logger.warn).toHaveBeenCalledTimes(1);
      expect(logger.warn).toHaveBeenCalledWith(
        expect.stringContaining('CREATE EXTENSION pg_trgm'),
      );
      const search = async (q: string) =>
        (await request(app).get('/v1/discovery/capabilities').query({ q }))
          .body;
      expect(await search('forcast')).toEqual({
        items: [],
        degraded: expect.stringContaining('pg_trgm'),
      });
      const list = async (q: string) =>
        (await request(app).get('/v1/servers').query({ q })).body;
      expect(await list('wether')).toEqual({
        items: [],
        degraded: expect.stringContaining('pg_trgm'),
      });
      const good = await search('forecast');
      expect(good.items).toHaveLength(2);
      expect(good).not.toHaveProperty('degraded');
      await admin.raw('create extension pg_trgm');
      expect((await list('wether')).items).toHaveLength(1);
      expect(await list('wether')).not.toHaveProperty('degraded');
      const corrected = await search('forcast');
      expect(corrected.items).toHaveLength(2);
      expect(corrected).not.toHaveProperty('degraded');
    } finally {
      await knex.destroy();
      await admin.raw(`drop owned by ${role} cascade; drop role ${role}`);
    }
  });
});
