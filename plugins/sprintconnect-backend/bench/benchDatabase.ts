import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import knexOf, { type Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import type { JsonObject } from '@backstage/types';
import { newDirectory } from './startBackend';

/** Which databases a benchmark can run on; PostgreSQL where the tests have theirs. */
export type BenchClient = 'better-sqlite3' | 'pg';

const POSTGRES =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;

export const benchClients: BenchClient[] = POSTGRES
  ? ['better-sqlite3', 'pg']
  : ['better-sqlite3'];

/** A database of one run, for a backend that is started upon it and for whoever fills it behind that backend's back. */
export interface BenchDatabase {
  client: BenchClient;
  /** For `backend.database` of the configuration. */
  config: JsonObject;
  /** Makes the database of the plugin, where no backend does. */
  create(): Promise<void>;
  /** Opens the database of the plugin. Whoever opens it destroys it. */
  open(): Knex;
  /** Removes all of it. */
  remove(): Promise<void>;
}

/** A place for databases that is empty and goes when the run ends. */
export async function newBenchDatabase(
  client: BenchClient,
): Promise<BenchDatabase> {
  if (client === 'better-sqlite3') {
    const directory = await newDirectory();
    return {
      client,
      config: { client, connection: { directory } },
      create: async () => {},
      open: () =>
        knexOf({
          client,
          connection: { filename: join(directory, 'sprintconnect.sqlite') },
          useNullAsDefault: true,
        }),
      remove: () => rm(directory, { recursive: true, force: true }),
    };
  }
  const prefix = `bench_${uuid().slice(-12)}_`;
  const open = (database: string) => {
    const url = new URL(POSTGRES as string);
    url.pathname = `/${database}`;
    return knexOf({ client, connection: url.href });
  };
  return {
    client,
    config: { client, prefix, connection: POSTGRES ?? null },
    create: async () => {
      const admin = open('postgres');
      await admin.raw('CREATE DATABASE ??', [`${prefix}sprintconnect`]);
      await admin.destroy();
    },
    open: () => open(`${prefix}sprintconnect`),
    remove: async () => {
      const admin = open('postgres');
      const names: string[] = await admin('pg_database')
        .where('datname', 'like', `${prefix}%`)
        .pluck('datname');
      for (const name of names) {
        await admin.raw('DROP DATABASE ?? WITH (FORCE)', [name]);
      }
      await admin.destroy();
    },
  };
}
