import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import knexFactory, { type Knex } from 'knex';
import { migrationsDirectory } from '../platform';

/** Where the repository keeps what it makes for itself; git ignores it. */
const DATA = resolve(__dirname, '../../../../.data');
/** Connections of PostgreSQL that nobody uses are given back soon: many test files share one server. */
const POOL = { min: 0, max: 5, idleTimeoutMillis: 5_000 };
/** Any number, the same for all who make the template of one server. */
const TEMPLATE_LOCK = 7_264_881;

/** Names what the migrations are now, so that a template is made anew when one changes. */
const schemaHash = () => {
  const hash = createHash('sha256');
  for (const name of readdirSync(migrationsDirectory).sort()) {
    hash.update(name).update(readFileSync(join(migrationsDirectory, name)));
  }
  return hash.digest('hex').slice(0, 24);
};

const migrate = (knex: Knex) =>
  knex.migrate.latest({ directory: migrationsDirectory });

function sqliteOn(filename: string | Buffer): Knex {
  return knexFactory({
    client: 'better-sqlite3',
    // The driver takes what `serialize` gave in the place of a name.
    connection: { filename: filename as string },
    useNullAsDefault: true,
  });
}

/** An empty database with all migrations, as a file of SQLite; made once in a checkout. */
async function sqliteTemplate(): Promise<Buffer> {
  const file = join(DATA, `schema-${schemaHash()}.sqlite`);
  if (!existsSync(file)) {
    const knex = sqliteOn(':memory:');
    await migrate(knex);
    const { client } = knex;
    const connection = await client.acquireConnection();
    const made = `${file}.${randomBytes(8).toString('hex')}`;
    await mkdir(DATA, { recursive: true });
    await writeFile(made, connection.serialize());
    await client.releaseConnection(connection);
    await knex.destroy();
    await rename(made, file);
  }
  return readFileSync(file);
}

/** Fresh SQLite databases in memory that have all migrations. */
export function sqliteDatabases() {
  let template: Promise<Buffer> | undefined;
  const opened: Knex[] = [];
  return {
    open: async (): Promise<Knex> => {
      template ??= sqliteTemplate();
      const knex = sqliteOn(await template);
      opened.push(knex);
      await knex.raw('PRAGMA foreign_keys = ON');
      return knex;
    },
    close: async () => {
      for (const knex of opened) await knex.destroy();
    },
  };
}

/** Fresh PostgreSQL databases that have all migrations, on the server that a connection string names. */
export function postgresDatabases(connectionString: string) {
  const on = (database: string) => {
    const url = new URL(connectionString);
    url.pathname = `/${database}`;
    return knexFactory({ client: 'pg', connection: url.href, pool: POOL });
  };
  const opened = new Map<string, Knex>();
  let admin: Knex | undefined;
  let template: Promise<string> | undefined;
  return {
    open: async (): Promise<Knex> => {
      admin ??= on('postgres');
      template ??= postgresTemplate(admin, on);
      const name = `db${randomBytes(16).toString('hex')}`;
      await admin.raw('create database ?? template ??', [name, await template]);
      const knex = on(name);
      opened.set(name, knex);
      return knex;
    },
    close: async () => {
      for (const [name, knex] of opened) {
        await knex.destroy();
        await admin?.raw('drop database ?? with (force)', [name]);
      }
      await admin?.destroy();
    },
  };
}

/** The name of a database to copy, which is made once on a server, by one of those who ask for it at the same time. */
async function postgresTemplate(
  admin: Knex,
  on: (database: string) => Knex,
): Promise<string> {
  const name = `sprintconnect_schema_${schemaHash()}`;
  const isThere = async () =>
    (await admin('pg_database').where({ datname: name })).length > 0;
  if (await isThere()) return name;
  const connection = await admin.client.acquireConnection();
  const lock = (verb: string) =>
    admin.raw(`select ${verb}(${TEMPLATE_LOCK})`).connection(connection);
  try {
    await lock('pg_advisory_lock');
    if (await isThere()) return name;
    const unfinished = `${name}_unfinished`;
    await admin.raw('drop database if exists ??', [unfinished]);
    await admin.raw('create database ??', [unfinished]);
    const knex = on(unfinished);
    await migrate(knex);
    await knex.destroy();
    await admin.raw('alter database ?? rename to ??', [unfinished, name]);
    return name;
  } finally {
    await lock('pg_advisory_unlock');
    await admin.client.releaseConnection(connection);
  }
}
