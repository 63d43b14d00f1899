import type { Knex } from 'knex';
import type { Dialect } from '../ports';

function fromJson<T>(value: unknown): T | undefined {
  if (value === null || value === undefined) {
    return undefined;
  }
  return (typeof value === 'string' ? JSON.parse(value) : value) as T;
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function fromTime(value: unknown): Date | undefined {
  if (value === null || value === undefined) {
    return undefined;
  }
  const time = new Date(value as number | string | Date);
  if (Number.isNaN(time.getTime())) {
    throw new Error(`The database contains ${String(value)} instead of a time`);
  }
  return time;
}

function fromBigInt(value: unknown): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new Error(
      `The database contains ${String(value)} instead of an integer`,
    );
  }
  return number;
}

const sqlite: Dialect = {
  name: 'sqlite',
  fromJson,
  toJson,
  fromTime,
  fromBigInt,
  // SQLite has one writer at a time, so that there is no row to skip.
  skipLocked: query => query,
};

const postgres: Dialect = {
  name: 'postgres',
  fromJson,
  toJson,
  fromTime,
  fromBigInt,
  skipLocked: query => query.forUpdate().skipLocked() as typeof query,
};

/** The dialect of a knex client. Throws for databases that SprintConnect does not support. */
export function dialectOf(knex: Knex): Dialect {
  const { client } = knex.client.config;
  if (client === 'better-sqlite3' || client === 'sqlite3') {
    return sqlite;
  }
  if (client === 'pg') {
    return postgres;
  }
  throw new Error(
    `SprintConnect needs SQLite or PostgreSQL; backend.database.client is "${client}"`,
  );
}
