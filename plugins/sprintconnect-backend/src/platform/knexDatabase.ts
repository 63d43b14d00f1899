import type { Knex } from 'knex';
import type { Database, Tx } from '../ports';
import { dialectOf } from './dialects';

/** The plugin's database over a knex client whose migrations have run. */
export function knexDatabase(knex: Knex): Database {
  const dialect = dialectOf(knex);
  return {
    reader: knex,
    dialect,
    transaction: <T>(work: (tx: Tx) => Promise<T>) =>
      knex.transaction(async tx => {
        if (dialect.name === 'sqlite') {
          await takeWriteLock(tx);
        }
        return work(tx);
      }),
  };
}

/**
 * Knex opens SQLite transactions as deferred ones. Such a transaction that reads first and writes later fails at once
 * when another process wrote in between. A statement that writes nothing takes the lock up front,
 * where the busy timeout still applies.
 */
async function takeWriteLock(tx: Tx): Promise<void> {
  await tx.raw('UPDATE knex_migrations_lock SET is_locked = is_locked WHERE 0');
}
