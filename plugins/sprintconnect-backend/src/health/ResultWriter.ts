import { DatabaseUnavailableError, type RequestContext } from '../ports';
import type { HealthDeps } from './state/HealthDeps';
import { type ProbeResult, recordProbes } from './recordProbes';

/** Results are written together, so that a probe costs a part of a statement and not several. */
const WRITE_AFTER_MS = 500;
const WRITE_AT = 200;

/**
 * Collects what probes found out under one claim and writes it now and then, one transaction at a time. What cannot be
 * written is tried once more, then logged and dropped: its claims lapse, and the servers are probed again.
 */
export class ResultWriter {
  readonly #deps: HealthDeps;
  readonly #ctx: RequestContext;
  readonly #ticket: string;
  #results: ProbeResult[] = [];
  #timer?: NodeJS.Timeout;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    deps: HealthDeps,
    { ctx, ticket }: { ctx: RequestContext; ticket: string },
  ) {
    this.#deps = deps;
    this.#ctx = ctx;
    this.#ticket = ticket;
  }

  add(result: ProbeResult): void {
    this.#results.push(result);
    if (this.#results.length >= WRITE_AT) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), WRITE_AFTER_MS);
  }

  /** Writes what is left and waits for it. */
  async end(): Promise<void> {
    this.#write();
    await this.#writing;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const results = this.#results;
    this.#results = [];
    const write = () =>
      recordProbes(this.#deps, this.#ctx, { ticket: this.#ticket, results });
    this.#writing = this.#writing.then(async () => {
      try {
        await write().catch(write);
      } catch (error) {
        if (error instanceof DatabaseUnavailableError) return;
        this.#deps.logger.warn(
          `Couldn't save ${results.length} probe results; these servers are probed again`,
          error instanceof Error ? error : new Error(String(error)),
        );
      }
    });
  }
}
