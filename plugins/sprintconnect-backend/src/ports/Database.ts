import type { Knex } from 'knex';

/** An open transaction. Row locks taken through it live until it ends. */
export type Tx = Knex.Transaction;

/**
 * The plugin's own database.
 *
 * @remarks
 *
 * On SQLite there is one connection: inside `transaction` use only `tx`, because a query through
 * `reader` would wait for the transaction that waits for it. No network call belongs inside either.
 */
export interface Database {
  readonly reader: Knex;
  readonly dialect: Dialect;
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** What differs between SQLite and PostgreSQL, in one place. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
  /** Reads a JSON column: SQLite answers text, PostgreSQL an object. Null and undefined give undefined. */
  fromJson<T>(value: unknown): T | undefined;
  /** Writes a JSON column. Undefined gives null. */
  toJson(value: unknown): string | null;
  /** Reads a timestamp column: SQLite answers epoch milliseconds, PostgreSQL a Date. */
  fromTime(value: unknown): Date | undefined;
  /** Reads a bigint column: PostgreSQL answers text. */
  fromBigInt(value: unknown): number;
  /** Adds `FOR UPDATE SKIP LOCKED` where the database has it. */
  skipLocked<T extends Knex.QueryBuilder>(query: T): T;
}
