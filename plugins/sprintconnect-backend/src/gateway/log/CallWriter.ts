import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock, Database, Tx } from '../../ports';
import type { CallNews, ChangedServer } from './CallNews';
import type { OpenedColumns } from './CallRow';
import type { CallStore, Closing } from './CallStore';
import { CloseQueue } from './CloseQueue';
import { OpenQueue } from './OpenQueue';

export const BEAT_EVERY_MS = 15_000;

/** Writes the calls of one process, and says that it lives while it has open ones. */
export class CallWriter {
  readonly #deps: { database: Database; clock: Clock; logger: LoggerService };
  readonly #parts: { store: CallStore; news: CallNews; instance: string };
  readonly #opens = new OpenQueue(rows => this.#open(rows));
  readonly #closes: CloseQueue;
  #beatAt?: number;
  /** Records whose end is not written yet. */
  #openCount = 0;

  constructor(
    deps: { database: Database; clock: Clock; logger: LoggerService },
    parts: { store: CallStore; news: CallNews; instance: string },
  ) {
    this.#deps = deps;
    this.#parts = parts;
    this.#closes = new CloseQueue(
      closings => this.#close(closings),
      deps.logger,
    );
  }

  /** Resolves when the record is committed. */
  open(row: OpenedColumns): Promise<void> {
    return this.#opens.add(row);
  }

  close(closing: Closing): void {
    this.#closes.add(closing);
  }

  /** A process without open records has nothing to lose, and says nothing. Never rejects. */
  async beat(): Promise<void> {
    if (this.#openCount === 0) return;
    const { store, instance } = this.#parts;
    const at = this.#now();
    try {
      await this.#transact(tx => store.beat(tx, instance));
      this.#beatAt = at;
    } catch (error) {
      const { logger } = this.#deps;
      logger.warn("Couldn't say that this process lives", error as Error);
    }
  }

  stop(): Promise<void> {
    return this.#closes.stop();
  }

  async #open(rows: OpenedColumns[]): Promise<void> {
    const { store, instance } = this.#parts;
    const at = this.#now();
    const isDue =
      this.#beatAt === undefined || at - this.#beatAt >= BEAT_EVERY_MS;
    if (isDue) {
      await this.#transact(async tx => {
        // With its first record, and after a rest: else others would take the process for dead.
        await store.beat(tx, instance);
        await store.open(tx, rows);
      });
      this.#beatAt = at;
    } else {
      await store.openAlone(rows);
    }
    this.#openCount += rows.length;
  }

  async #close(closings: Closing[]): Promise<void> {
    const { store, news } = this.#parts;
    const ended = closings.filter(({ opened }) => !opened).length;
    if (ended === closings.length && !news.isDue(closings)) {
      await store.closeAlone(closings);
    } else {
      await this.#transact(async tx => {
        await store.close(tx, closings);
        await news.add(tx, closings);
      });
    }
    this.#openCount -= ended;
    news.tellLater(owed => this.#tell(owed));
  }

  #tell(owed: ChangedServer[]): Promise<void> {
    return this.#transact(tx => this.#parts.news.add(tx, owed));
  }

  /** What is written here says who it is, so that writing it twice changes nothing. */
  #transact(work: (tx: Tx) => Promise<void>): Promise<void> {
    return this.#deps.database.transaction(work, { isRepeatable: true });
  }

  #now(): number {
    return this.#deps.clock.now().getTime();
  }
}
