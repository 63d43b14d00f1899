import type { Clock, Database } from '../../ports';

/** Far longer than an instance takes to notice, and short for a client that uses an id again. */
const LIFE_MS = 30_000;

/** The table `mcp_cancellations`: what was cancelled at another instance than the one that works on it. */
export class CancellationStore {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async add(key: string): Promise<void> {
    const expires_at = new Date(this.#clock.now().getTime() + LIFE_MS);
    await this.#database.transaction(
      tx =>
        tx('mcp_cancellations')
          .insert({ key, expires_at })
          .onConflict('key')
          .merge(),
      { isRepeatable: true },
    );
  }

  /** Which of these were cancelled. */
  async found(keys: readonly string[]): Promise<ReadonlyMap<string, true>> {
    const rows = await this.#database
      .reader('mcp_cancellations')
      .whereIn('key', keys)
      .andWhere('expires_at', '>', this.#clock.now())
      .select('key');
    return new Map(rows.map(({ key }) => [key, true]));
  }

  /** Forgets at most `limit` that are old; gives how many. */
  async prune(limit: number): Promise<number> {
    const now = this.#clock.now();
    return this.#database.transaction(tx =>
      tx('mcp_cancellations')
        .whereIn(
          'key',
          tx('mcp_cancellations')
            .where('expires_at', '<=', now)
            .limit(limit)
            .select('key'),
        )
        .delete(),
    );
  }
}
