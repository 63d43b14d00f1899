import type { Knex } from 'knex';
import { nextTurn } from '../pace';
import type { Database, RequestContext, Tx } from '../ports';
import { batchesOf } from '../records';
import { openTermStore } from './openTermStore';
import { padWord } from './padWord';
import type { KnownWord, TermStore } from './TermStore';

/** What typing mistakes are looked for in; shorter words have too many neighbours. */
const CORRECTABLE = /^\p{L}{3,32}$/u;
/** Words looked at for a typing mistake. */
const NEAR_MAX = 1_000;
/** So many batches one call looks through for words to forget. */
const BATCHES_MAX = 20;

/** The tables `search_words` and `search_trigrams`: every word of an organisation, to correct typing mistakes with. */
export class WordStore {
  readonly #database: Database;
  readonly #terms: TermStore;
  /** Up to this word, all were looked at since the beginning of the table or of this process. */
  #looked = 0;

  constructor(database: Database) {
    this.#database = database;
    this.#terms = openTermStore(database);
  }

  /**
   * Adds words that the organisation had not. In one order, so that of two transactions only one waits for the other: to be
   * called once in each.
   */
  async learn(
    tx: Tx,
    ctx: Pick<RequestContext, 'orgId'>,
    words: readonly string[],
  ): Promise<void> {
    const own = new Set(words.filter(word => this.isCorrectable(word)));
    for (const batch of batchesOf([...own].sort())) {
      const known = new Set(
        await tx('search_words')
          .where({ org_id: ctx.orgId })
          .whereIn('word', batch)
          // Until this ends, nobody forgets a word that only this uses.
          .forKeyShare()
          .pluck('word'),
      );
      const missing = batch.filter(word => !known.has(word));
      if (missing.length === 0) continue;
      const added: KnownWord[] = await tx('search_words')
        .insert(missing.map(word => ({ org_id: ctx.orgId, word })))
        .onConflict(['org_id', 'word'])
        .ignore()
        .returning(['id', 'word']);
      await this.#terms.addWords(tx, added);
    }
  }

  /** Whether typing mistakes are looked for in this word: it has 3 to 32 letters, and nothing else. */
  isCorrectable(word: string): boolean {
    return CORRECTABLE.test(word);
  }

  /** Known words that look like this one, in no order that matters. `narrow` says which rows of `search_words` are meant. */
  async similar(
    ctx: RequestContext,
    word: string,
    narrow: (query: Knex.QueryBuilder) => void = () => {},
  ): Promise<string[]> {
    const { length } = word;
    const text = padWord(word);
    // Four letters in a row survive nearly every mistake, and few words have them.
    const parts = Array.from({ length: text.length - 3 }, (_each, at) =>
      text.slice(at, at + 4),
    );
    return this.#terms
      .havingPart(ctx.orgId, parts)
      .whereRaw('length(search_words.word) between ? and ?', [
        length - 2,
        length + 2,
      ])
      .modify(narrow)
      .limit(NEAR_MAX)
      .pluck('search_words.word');
  }

  /**
   * Forgets words that no document and no server of their organisation has any more, and gives how many. Looks at `limit` words at a
   * time, twenty times at most, and goes on where the last call ended: over several calls every word is looked at.
   */
  async prune(limit: number): Promise<number> {
    let pruned = 0;
    for (let batch = 0; batch < BATCHES_MAX; batch++) {
      const { unused, last } = await this.#unusedAfter(this.#looked, limit);
      if (unused.length > 0) pruned += await this.#forget(unused);
      this.#looked = last ?? 0;
      if (last === undefined || pruned >= limit) break;
      await nextTurn();
    }
    return pruned;
  }

  /** The unused among the next words of all organisations, and the last of those words: undefined at the end. */
  async #unusedAfter(
    after: number,
    limit: number,
  ): Promise<{ unused: number[]; last?: number }> {
    const { reader, dialect } = this.#database;
    const looked = reader('search_words')
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit);
    const rows: { id: unknown; is_unused: unknown }[] = await reader
      .from(looked.as('search_words'))
      .select('id')
      .select(reader.raw(`${this.#isUnused()} as is_unused`));
    const idOf = ({ id }: { id: unknown }) => dialect.fromBigInt(id);
    return {
      unused: rows.filter(row => Boolean(row.is_unused)).map(idOf),
      last:
        rows.length < limit
          ? undefined
          : Math.max(...rows.map(row => idOf(row))),
    };
  }

  async #forget(ids: readonly number[]): Promise<number> {
    const database = this.#database;
    return database.transaction(async tx => {
      // One that is just being learned is left alone, and looked at again the next time.
      const locked: { id: unknown }[] = await database.dialect.skipLocked(
        tx('search_words').whereIn('id', ids).select('id'),
      );
      const gone: KnownWord[] = await tx('search_words')
        .whereIn(
          'id',
          locked.map(row => database.dialect.fromBigInt(row.id)),
        )
        // Once more, because a document may have come with it meanwhile.
        .whereRaw(this.#isUnused())
        .select('id', 'word');
      await tx('search_words')
        .whereIn(
          'id',
          gone.map(row => row.id),
        )
        .delete();
      await this.#terms.removeWords(tx, gone);
      return gone.length;
    });
  }

  /** Says of a row of `search_words` that no document and no server of its organisation has the word. */
  #isUnused(): string {
    return `not exists (select 1 from search_server_words where search_server_words.org_id = search_words.org_id
      and search_server_words.word = search_words.word) and ${this.#terms.isInNoDocument}`;
  }
}
