import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '../../ports';
import type { AttemptCount, AttemptStore, Reached } from './AttemptStore';

/** What came of one request of an organisation's servers. */
export interface CountedAttempt {
  orgId: string;
  /** Empty where it was not said. */
  environment: string;
  /** With its port. */
  host: string;
  outcome: string;
}

export interface AttemptLogOptions {
  store: Pick<AttemptStore, 'add' | 'noteReached'>;
  clock: Clock;
  logger: LoggerService;
  /** Hears of destinations that were never reached before. */
  onNew(reached: readonly Reached[]): void;
}

const HOUR_MS = 3_600_000;
const FLUSH_EVERY_MS = 10_000;
/** Beyond so many kinds between two writes only the sum of an outcome is kept: hosts are what callers name. */
const KINDS_MAX = 2_000;
/** In place of hosts that are too many to be kept. */
const OTHERS = '*';
const REMEMBERED_MAX = 50_000;

/** Counts in memory, and writes down what it counted every ten seconds. What a process that dies has not written yet is lost. */
export class AttemptLog {
  readonly #options: AttemptLogOptions;
  #counts = new Map<string, AttemptCount>();
  #reached = new Map<string, Reached>();
  /** Reached before, by this process: not asked of the database again. */
  readonly #remembered = new Set<string>();
  #timer?: NodeJS.Timeout;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: AttemptLogOptions) {
    this.#options = options;
  }

  count(attempt: CountedAttempt): void {
    const now = this.#options.clock.now().getTime();
    const hour = new Date(Math.floor(now / HOUR_MS) * HOUR_MS);
    const { orgId, environment, outcome } = attempt;
    const keyFor = (host: string) =>
      JSON.stringify([orgId, hour.getTime(), environment, host, outcome]);
    const own = keyFor(attempt.host);
    const isOver = !this.#counts.has(own) && this.#counts.size >= KINDS_MAX;
    const host = isOver ? OTHERS : attempt.host;
    const key = isOver ? keyFor(OTHERS) : own;
    const known = this.#counts.get(key);
    if (known) known.count += 1;
    else this.#counts.set(key, { ...attempt, host, hour, count: 1 });
    if (outcome === 'reached') this.#noteReached(attempt);
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  /** Writes what was counted. Never rejects. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const counts = [...this.#counts.values()];
    const reached = [...this.#reached.values()];
    this.#counts = new Map();
    this.#reached = new Map();
    this.#writing = this.#writing.then(() => this.#write(counts, reached));
    await this.#writing;
  }

  #noteReached({ orgId, environment, host }: CountedAttempt): void {
    const key = JSON.stringify([orgId, environment, host]);
    if (this.#remembered.has(key)) return;
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear();
    this.#remembered.add(key);
    this.#reached.set(key, { orgId, environment, host });
  }

  async #write(
    counts: readonly AttemptCount[],
    reached: readonly Reached[],
  ): Promise<void> {
    const { store, clock, logger, onNew } = this.#options;
    try {
      if (counts.length > 0) await store.add(counts);
      if (reached.length === 0) return;
      const news = await store.noteReached(reached, clock.now());
      if (news.length > 0) onNew(news);
    } catch (error) {
      this.#remembered.clear();
      logger.warn(
        'What egress counted in the last seconds could not be written, and is lost',
        error as Error,
      );
    }
  }
}
