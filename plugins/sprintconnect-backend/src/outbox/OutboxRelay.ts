import { v4 as randomUuid } from 'uuid';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SprintConnectEvent } from '@sprintconnect/plugin-sprintconnect-common';
import { Rounds } from '../pace';
import { type Clock, type Database, DatabaseUnavailableError } from '../ports';
import type { Publish } from './backstagePublisher';
import { markPublished } from './markPublished';
import { releaseRelay, takeBatch } from './takeBatch';

const BATCH = 200;
const LEASE_MS = 30_000;
/** Between two rounds, so that what many write at once is relayed together. */
const GAP_MS = 20;
const PUBLISH_TIMEOUT_MS = 7_000;
const RETRY_MAX_MS = 10_000;
const RETRY_BASE_MS = 100;

export interface OutboxRelayOptions {
  database: Database;
  clock: Clock;
  logger: LoggerService;
  publish: Publish;
  /** How often to look for events that other processes wrote. Default 1000. */
  pollIntervalMs?: number;
}

/** Publishes what the outbox holds, one event after the other; one instance at a time. */
export class OutboxRelay {
  readonly #options: OutboxRelayOptions;
  readonly #rounds: Rounds;
  readonly #ticket = randomUuid();

  constructor(options: OutboxRelayOptions) {
    this.#options = options;
    this.#rounds = new Rounds({
      work: signal => this.#relayAll(signal),
      // Backstage's events service stops at the same time as we do; then the event waits for the next start.
      onError: (error, failures) => {
        if (error instanceof DatabaseUnavailableError) return;
        options.logger.error(
          `Couldn't publish events; trying again in ${retryMs(failures)} ms`,
          error as Error,
        );
      },
      everyMs: options.pollIntervalMs ?? 1_000,
      gapMs: GAP_MS,
      retryMs,
    });
  }

  start(): void {
    this.#rounds.start();
  }

  /** Looks at once, or when the gap is over; after a failure, when its wait is over. */
  wake(): void {
    this.#rounds.wake();
  }

  /** Publishes nothing more than what is under way. */
  halt(): void {
    void this.#rounds.stop();
  }

  async stop(): Promise<void> {
    await this.#rounds.stop();
    const { database, logger } = this.#options;
    try {
      await releaseRelay(database, this.#ticket);
    } catch (error) {
      // No reason to keep others from stopping, too.
      logger.warn(
        'The outbox relay could not be released; another instance takes over once its lease is over',
        error as Error,
      );
    }
  }

  async #relayAll(signal: AbortSignal): Promise<void> {
    const { database, clock } = this.#options;
    let isMore: boolean;
    do {
      isMore = false;
      const claim = { ticket: this.#ticket, leaseMs: LEASE_MS, limit: BATCH };
      const batch = await takeBatch(database, { ...claim, now: clock.now() });
      if (batch?.length) {
        const isAll = await this.#publishAll(batch, signal);
        // Behind a short batch there is nothing but what wakes the relay by itself.
        isMore = !isAll || batch.length === BATCH;
      }
    } while (isMore && !signal.aborted);
  }

  /**
   * Stops at the first event that does not arrive, because the ones behind it must not overtake it, and after
   * a quarter of a lease, because a batch may begin with half a lease left, and must end within it. What arrived is marked in any case. Gives whether that is all.
   */
  async #publishAll(
    batch: SprintConnectEvent[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const { database, clock } = this.#options;
    const now = () => clock.now().getTime();
    const startedAt = now();
    let last: number | undefined;
    try {
      for (const event of batch) {
        if (signal.aborted || now() - startedAt > LEASE_MS / 4) return false;
        await this.#publish(event);
        last = event.seq;
      }
      return true;
    } finally {
      if (last !== undefined) {
        await markPublished(database, { seq: last, now: clock.now() });
      }
    }
  }

  async #publish(event: SprintConnectEvent): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () =>
          reject(
            new Error(
              `Subscribers took longer than ${PUBLISH_TIMEOUT_MS} ms over event ${event.id} (${event.type})`,
            ),
          ),
        PUBLISH_TIMEOUT_MS,
      );
    });
    try {
      await Promise.race([this.#options.publish(event), tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function retryMs(failures: number): number {
  return Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** (failures - 1));
}
