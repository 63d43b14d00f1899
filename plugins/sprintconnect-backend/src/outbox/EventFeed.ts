import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SprintConnectEvent } from '@sprintconnect/plugin-sprintconnect-common';
import { Rounds } from '../pace';
import {
  type Database,
  DatabaseUnavailableError,
  type EventListener,
} from '../ports';
import { readNext } from './readEvents';

const BATCH = 500;
/** Between two looks, so that what is numbered at once is read at once. */
const GAP_MS = 20;

export interface EventFeedOptions {
  database: Database;
  logger: LoggerService;
  /** How often to look for events that other processes numbered. */
  pollIntervalMs: number;
}

/**
 * Reads new events once for all listeners of this process: when its own relay says that there are some, and by polling
 * for those of others. Without listeners it reads nothing.
 */
export class EventFeed {
  readonly #options: EventFeedOptions;
  readonly #rounds: Rounds;
  readonly #listeners = new Set<EventListener>();
  #head = 0;
  #isTold = false;

  constructor(options: EventFeedOptions) {
    this.#options = options;
    this.#rounds = new Rounds({
      work: () => this.#look(),
      onError: error => this.#warn(error),
      everyMs: options.pollIntervalMs,
      gapMs: GAP_MS,
      retryMs: () => options.pollIntervalMs,
    });
  }

  /**
   * Gives the listener everything after `seq` from now on, and answers how to leave. Undefined where the feed is already
   * past it: read the difference from the table, and try again.
   */
  join(seq: number, listener: EventListener): (() => void) | undefined {
    const isFirst = this.#listeners.size === 0;
    if (!isFirst && seq < this.#head) return undefined;
    this.#listeners.add(listener);
    if (isFirst) {
      this.#head = seq;
      this.#rounds.start();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) void this.#rounds.stop();
    };
  }

  /** There are events up to `seq`. */
  wake(seq: number): void {
    if (this.#listeners.size > 0 && seq > this.#head) this.#rounds.wake();
  }

  async #look(): Promise<void> {
    let isMore: boolean;
    do {
      const after = this.#head;
      const { database } = this.#options;
      const events = await readNext(database, { after, limit: BATCH });
      // Everybody left meanwhile and somebody joined elsewhere: this was read for the others.
      const isStale = after !== this.#head;
      if (!isStale) this.#tell(events);
      isMore = isStale || events.length === BATCH;
    } while (isMore && this.#listeners.size > 0);
    this.#isTold = false;
  }

  #tell(events: readonly SprintConnectEvent[]): void {
    if (events.length === 0) return;
    this.#head = events[events.length - 1].seq;
    for (const listener of [...this.#listeners]) listener(events);
  }

  /** Once per outage; the streams stay open and hear of everything afterwards. */
  #warn(error: unknown): void {
    if (error instanceof DatabaseUnavailableError) return;
    if (!this.#isTold) {
      this.#options.logger.warn(
        "Couldn't read events for the streams; trying again",
        error as Error,
      );
    }
    this.#isTold = true;
  }
}
