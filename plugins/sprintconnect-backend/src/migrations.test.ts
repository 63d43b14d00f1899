import { readdirSync } from 'node:fs';
import type { Knex } from 'knex';
import { TestDatabases } from '@backstage/backend-test-utils';
import { migrationsDirectory } from './platform';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const names = readdirSync(migrationsDirectory)
  .filter(name => name.endsWith('.js'))
  .sort();

/** These change rows and nothing of the schema. */
const OF_ROWS = ['20261122000018_said_bounds.js'];

/** Every table with its columns, and every index and trigger by name. */
async function schemaOf(knex: Knex): Promise<string[]> {
  if (knex.client.config.client === 'pg') {
    const { rows } = await knex.raw(`
      SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line
        FROM information_schema.columns WHERE table_schema = 'public'
      UNION SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
      UNION SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
      UNION SELECT 'function ' || proname FROM pg_proc
        JOIN pg_namespace ON pg_namespace.oid = pronamespace WHERE nspname = 'public'
      ORDER BY line`);
    return rows.map((row: { line: string }) => row.line);
  }
  const rows = await knex('sqlite_master')
    .orderBy('name')
    .select('name', 'sql');
  return rows.map(row => `${row.name} ${row.sql}`);
}

describe.each(databases.eachSupportedId())('migrations on %s', id => {
  it('each goes up, comes down without a trace, and goes up again', async () => {
    const knex = await databases.init(id);
    const config = { directory: migrationsDirectory };
    await knex.migrate.latest({ directory: migrationsDirectory });
    await knex.migrate.rollback(config, true);
    const states = [await schemaOf(knex)];
    for (const name of names) {
      await knex.migrate.up({ ...config, name });
      states.push(await schemaOf(knex));
      const isSame = states.at(-1)?.join() === states.at(-2)?.join();
      expect([name, isSame]).toEqual([name, OF_ROWS.includes(name)]);
    }
    for (const name of [...names].reverse()) {
      states.pop();
      await knex.migrate.down({ ...config, name });
      expect(await schemaOf(knex)).toEqual(states.at(-1));
    }
    await knex.migrate.latest(config);
    const applied = await knex.migrate.currentVersion(config);
    expect(names.at(-1)).toContain(applied);
  });

  it('keep what was written', async () => {
    const knex = await databases.init(id);
    await knex.migrate.latest({ directory: migrationsDirectory });
    const at = new Date('2026-11-22T12:00:00.000Z');
    const job = {
      org_id: 'default',
      kind: 'work',
      payload: '{}',
      due_at: at,
      created_at: at,
    };
    await knex('jobs').insert({ ...job, id: 'a', key: 'k', state: 'queued' });
    await knex('jobs').insert({ ...job, id: 'b', key: 'k', state: 'dead' });
    await expect(
      knex('jobs').insert({ ...job, id: 'c', key: 'k', state: 'running' }),
    ).rejects.toThrow(/unique/i);
    expect(await knex('outbox_relay').first()).toMatchObject({ id: 1 });
    expect(await knex('jobs').orderBy('id')).toMatchObject([
      { id: 'a', attempts: 0 },
      { id: 'b' },
    ]);
  });
});
