/**
 * The ground that the other slices stand on: the plugin's database, the clock, Backstage's catalog and notifications, and
 * `GET /v1/health`.
 *
 * Owns: how SQLite and PostgreSQL differ ({@link Dialect}), how a transaction opens, when migrations run, and what happens
 * while the database is away.
 *
 * Promises: a transaction commits whole or not at all. On SQLite it holds the write lock from its first
 * statement, so that two processes on one file wait for each other instead of failing half-way. Several instances
 * may start at once; knex's migration lock lets one of them migrate. While the database is away, transactions and reads are
 * tried again for five seconds, and then throw DatabaseUnavailableError; nobody waits for a silent PostgreSQL longer than
 * {@link PATIENCE} says. The log is told of an outage once.
 *
 * Never does: know a table of another slice, or repeat a transaction whose COMMIT may have been done, unless the caller says
 * that it bears that.
 *
 * How it fails: {@link openDatabase} throws for other databases and for migrations that fail, and the plugin
 * does not start.
 */
export { backstageCatalog } from './backstageCatalog';
export { backstageNotifier } from './backstageNotifier';
export { createReadinessRouter } from './createReadinessRouter';
export { knexDatabase } from './knexDatabase';
export { migrationsDirectory, openDatabase, tuneSqlite } from './openDatabase';
export { systemClock } from './systemClock';
