import { setTimeout as wait } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Closing } from './CallStore';

const BATCH_MAX = 100;
/** More refusals than this do not wait for a database that is away. Calls that ran are never more than had begun when it went. */
const REFUSALS_MAX = 10_000;
const AGAIN_AFTER_MS = 1_000;
/** So long the first of a batch waits for others. A refusal, whose record is not there at all, waits for none. */
const GATHER_MS = 20;

/** Ends of calls, which are tried again until they are written. Nobody waits for that, so that one commit serves many. */
export class CloseQueue {
  readonly #write: (closings: Closing[]) => Promise<void>;
  readonly #logger: Pick<LoggerService, 'warn' | 'error'>;
  readonly #stopping = new AbortController();
  #waiting: Closing[] = [];
  #refusals = 0;
  #dropped = 0;
  #running?: Promise<void>;
  #gathering?: AbortController;

  constructor(
    write: (closings: Closing[]) => Promise<void>,
    logger: Pick<LoggerService, 'warn' | 'error'>,
  ) {
    this.#write = write;
    this.#logger = logger;
  }

  add(closing: Closing): void {
    if (closing.opened) {
      if (this.#refusals >= REFUSALS_MAX) {
        this.#dropped += 1;
        return;
      }
      this.#refusals += 1;
      this.#gathering?.abort();
    }
    this.#waiting.push(closing);
    this.#running ??= this.#run();
  }

  /** Writes what waits, and gives up what the database does not take now. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#gathering?.abort();
    await this.#running;
    const left = this.#waiting.length;
    if (left > 0) {
      this.#logger.error(
        `${left} calls ended without a record of how, because the database didn't take it. They count as unknown.`,
      );
    }
  }

  async #run(): Promise<void> {
    let size = BATCH_MAX;
    while (this.#waiting.length > 0) {
      await this.#gather();
      const batch = this.#waiting.splice(0, size);
      try {
        await this.#write(batch);
        this.#noteWritten(batch);
      } catch (error) {
        // To the end, and one by one: what the database does not take keeps nothing else from being written.
        this.#waiting.push(...batch);
        if (this.#stopping.signal.aborted) break;
        if (size === BATCH_MAX) {
          this.#logger.warn(
            `Couldn't record how ${batch.length} calls ended; trying again`,
            error as Error,
          );
        }
        size = 1;
        await pause(AGAIN_AFTER_MS, this.#stopping.signal);
        continue;
      }
      if (size < BATCH_MAX) size *= 2;
      size = Math.min(size, BATCH_MAX);
    }
    this.#running = undefined;
  }

  #noteWritten(batch: readonly Closing[]): void {
    this.#refusals -= batch.filter(({ opened }) => opened).length;
    if (this.#dropped === 0) return;
    this.#logger.error(
      `${this.#dropped} refused calls have no record, because the database was away for too long.`,
    );
    this.#dropped = 0;
  }

  async #gather(): Promise<void> {
    if (this.#refusals > 0 || this.#stopping.signal.aborted) return;
    const gathering = new AbortController();
    this.#gathering = gathering;
    await pause(GATHER_MS, gathering.signal);
    this.#gathering = undefined;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal, ref: false }).catch(() => {});
}
