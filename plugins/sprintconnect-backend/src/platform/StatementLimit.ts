import type { Dialect } from '../ports';
import { PATIENCE } from './patience';

/** Breaks the connection of a transaction off when PostgreSQL does not answer one of its statements in time. */
export class StatementLimit {
  readonly #connection: { end?(): Promise<void> };
  readonly #isRemote: boolean;
  #running = 0;
  #timer?: NodeJS.Timeout;

  constructor(connection: { end?(): Promise<void> }, dialect: Dialect) {
    this.#connection = connection;
    this.#isRemote = dialect.name === 'postgres';
  }

  begin(): void {
    this.#running += 1;
    if (!this.#isRemote) return;
    this.#timer ??= setTimeout(() => this.disconnect(), PATIENCE.statementMs);
  }

  end(): void {
    this.#running = Math.max(0, this.#running - 1);
    if (this.#running > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The pool drops a connection that has ended; what waits on it fails. */
  disconnect(): void {
    if (this.#isRemote) this.#connection.end?.().catch(() => {});
  }
}
