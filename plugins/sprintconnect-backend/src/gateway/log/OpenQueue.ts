import { DatabaseUnavailableError } from '../../ports';
import type { OpenedColumns } from './CallRow';

const BATCH_MAX = 100;

interface Waiting {
  row: OpenedColumns;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Records that are to be committed before anything leaves the process. One commit serves all that wait: what comes while one is made goes
 * with the next, and no timer lets anybody wait for others.
 */
export class OpenQueue {
  readonly #write: (rows: OpenedColumns[]) => Promise<void>;
  #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(write: (rows: OpenedColumns[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when the record is committed; rejects when it is not. */
  add(row: OpenedColumns): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ row, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    // What is opened in the same turn shares the first commit.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      await this.#commit(this.#waiting.splice(0, BATCH_MAX));
    }
    this.#isRunning = false;
  }

  /** A record that the database does not take refuses no call but its own. */
  async #commit(batch: Waiting[]): Promise<void> {
    try {
      await this.#write(batch.map(({ row }) => row));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length > 1 && !(error instanceof DatabaseUnavailableError)) {
        for (const each of batch) await this.#commit([each]);
        return;
      }
      for (const { reject } of batch) reject(error);
    }
  }
}
