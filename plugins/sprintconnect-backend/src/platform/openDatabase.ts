import {
  resolvePackagePath,
  type DatabaseService,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Database } from '../ports';
import { dialectOf } from './dialectOf';
import { knexDatabase } from './knexDatabase';

/** Where the migrations are. */
export const migrationsDirectory = resolvePackagePath(
  '@sprintconnect/plugin-sprintconnect-backend',
  'migrations',
);

/** Opens the plugin's database and migrates it, unless the host migrates by itself. The logger is told of outages. */
export async function openDatabase(
  service: DatabaseService,
  logger?: LoggerService,
): Promise<Database> {
  const knex = await service.getClient();
  await tuneSqlite(knex);
  if (!service.migrations?.skip) {
    await knex.migrate.latest({ directory: migrationsDirectory });
  }
  return knexDatabase(knex, logger);
}

/** 16 MiB of log, in pages of 4 KiB: a discovery writes half a MiB, in which the same pages of indexes stand again and again. */
const CHECKPOINT_PAGES = 4_000;

/**
 * Write-ahead logging lets a commit cost one append instead of two synced rewrites; with it `NORMAL` survives a killed
 * process without loss, and loses at most the last commits (never consistency) when the machine itself goes down. What is moved
 * from the log into the file seldom is synced seldom: each time, the whole process waits for the disk.
 */
export async function tuneSqlite(knex: Knex): Promise<void> {
  if (dialectOf(knex).name !== 'sqlite') {
    return;
  }
  await knex.raw('PRAGMA journal_mode = WAL');
  await knex.raw('PRAGMA synchronous = NORMAL');
  await knex.raw(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  await knex.raw('PRAGMA busy_timeout = 5000');
}
