import type { Knex } from 'knex';
import type { Dialect } from '../ports';
import { postgresDialect } from './postgresDialect';
import { sqliteDialect } from './sqliteDialect';

/** The dialect of a knex client. Throws for databases that SprintConnect does not support. */
export function dialectOf(knex: Knex): Dialect {
  const { client } = knex.client.config;
  if (client === 'better-sqlite3' || client === 'sqlite3') {
    return sqliteDialect;
  }
  if (client === 'pg') {
    return postgresDialect;
  }
  throw new Error(
    `SprintConnect needs SQLite or PostgreSQL; backend.database.client is "${client}"`,
  );
}
