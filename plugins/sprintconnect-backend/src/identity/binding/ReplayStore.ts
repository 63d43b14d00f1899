import type { Database } from '../../ports';

/** What was used once, shared by all instances. */
export interface Replays {
  /** Answers whether it is new. Remembers it until then. */
  remember(digest: string, until: Date): Promise<boolean>;
}

/** The table `dpop_proofs`. */
export class ReplayStore implements Replays {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** One statement, so that of two instances with the same proof one is told no. */
  async remember(digest: string, until: Date): Promise<boolean> {
    const { reader, dialect } = this.#database;
    const answer = await reader.raw(
      'INSERT INTO dpop_proofs (digest, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING digest',
      [digest, until],
    );
    return dialect.rowsOf(answer).length > 0;
  }

  /** Forgets up to `limit` proofs that are too old to be accepted; gives how many. */
  async prune(options: { now: Date; limit: number }): Promise<number> {
    const { reader } = this.#database;
    return reader('dpop_proofs')
      .whereIn(
        'digest',
        reader('dpop_proofs')
          .where('expires_at', '<', options.now)
          .limit(options.limit)
          .select('digest'),
      )
      .delete();
  }
}
