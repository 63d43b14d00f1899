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
 *
 * While the database is away, for example because it restarts, reads and transactions are tried again inside, for some
 * seconds. Then they throw {@link DatabaseUnavailableError}. So `work` may be called several times: it does nothing but
 * work with `tx`, and what it leaves elsewhere must bear that. `tx.executionPromise` tells of each try by itself.
 */
export interface Database {
  readonly reader: Knex;
  readonly dialect: Dialect;
  /**
   * Runs `work` in one transaction.
   *
   * @param options - `isRepeatable`: doing it once more after it was committed changes nothing and gives an answer as good,
   * for example because an `Idempotency-Key` tells. Then it is tried again even when nobody knows whether it was committed;
   * default false.
   */
  transaction<T>(
    work: (tx: Tx) => Promise<T>,
    options?: { isRepeatable?: boolean },
  ): Promise<T>;
  /**
   * Runs one statement that writes. It is a transaction of its own, and costs a third of one. It must be repeatable, as `isRepeatable` of
   * `transaction` says, because it is tried again like that.
   */
  write(build: (knex: Knex) => Knex.QueryBuilder | Knex.Raw): Promise<void>;
  /** Asks once whether the database answers. Throws {@link DatabaseUnavailableError} when it does not. */
  ping(): Promise<void>;
}

/** A condition in SQL, with what is bound to its question marks. */
export interface Clause {
  sql: string;
  bindings: readonly string[];
}

/**
 * What differs between SQLite and PostgreSQL, in one place. Nobody asks for the name in order to do otherwise; what only one
 * slice needs is an interface of that slice, with a file for each of them.
 */
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
  /** The rows of a `SELECT` that was given as SQL: PostgreSQL answers more than them. */
  rowsOf(answer: unknown): Record<string, unknown>[];
  /** Adds `FOR UPDATE SKIP LOCKED` where the database has it. */
  skipLocked<T extends Knex.QueryBuilder>(query: T): T;
  /** Has a transaction that only reads see one state of the database. */
  readonly snapshot: Knex.TransactionConfig;
  /** The first of January 1970 as the value of a timestamp column, in SQL. */
  readonly epoch: string;
  /** A text column that is compared and sorted by its code points, whatever the language of the database. */
  byBytes(column: string): string;
  /** Whether a column of texts in lower case holds this one, which is in lower case, too. */
  contains(column: string, text: string): Clause;
  /** Whether a text is like a pattern, in which `*` stands for any text and nothing else for more than itself. Minds the case. */
  matches(column: string, pattern: string): Clause;
  /** A table of the objects in a JSON array, which is bound to its question mark. */
  rowsOfJson(
    alias: string,
    columns: Readonly<Record<string, 'bigint' | 'text'>>,
  ): string;
}
