import type { Knex } from 'knex';
import type { Tx } from '../ports';
import { batchesOf } from '../records';
import { type Conjunction, toFts5 } from './matchExpressions';
import { padWord } from './padWord';
import type { KnownWord, Terms, TermStore } from './TermStore';

/** Terms and trigrams in the FTS5 tables `search_terms` and `search_trigrams`, which are told of every change. */
export class SqliteTermStore implements TermStore {
  readonly #reader: Knex;
  readonly isInNoDocument = `not exists (select 1 from search_terms
    cross join search_documents on search_documents.position = search_terms.rowid
    where search_terms match '"' || search_words.word || '"'
    and coalesce(search_documents.org_id, '') = search_words.org_id)`;

  constructor(reader: Knex) {
    this.#reader = reader;
  }

  async canCorrect(): Promise<boolean> {
    return true;
  }

  matching(orgId: string, any: readonly Conjunction[]): Knex.QueryBuilder {
    const reader = this.#reader;
    return reader('search_terms')
      .join('search_documents', join =>
        join
          .on('search_documents.position', 'search_terms.rowid')
          .andOnVal('search_documents.org_id', orgId),
      )
      .whereRaw('search_terms match ?', [toFts5(any)]);
  }

  fenced(query: Knex.QueryBuilder): Knex.QueryBuilder {
    return query;
  }

  columnsOf(): Record<string, Knex.Raw> {
    return {};
  }

  async add(
    tx: Tx,
    documents: readonly (Terms & { position: number })[],
  ): Promise<void> {
    await tx('search_terms').insert(
      documents.map(({ position, nameTerms, terms }) => ({
        rowid: position,
        name: nameTerms.join(' '),
        terms: terms.join(' '),
      })),
    );
  }

  async remove(tx: Tx, positions: readonly number[]): Promise<void> {
    await tx('search_terms').whereIn('rowid', positions).delete();
  }

  async addWords(tx: Tx, words: readonly KnownWord[]): Promise<void> {
    if (words.length === 0) return;
    await tx('search_trigrams').insert(
      words.map(({ id, word }) => ({ rowid: id, word: padWord(word) })),
    );
  }

  /** A table without content is told what to forget, word for word. */
  async removeWords(tx: Tx, words: readonly KnownWord[]): Promise<void> {
    for (const batch of batchesOf(words)) {
      await tx('search_trigrams').insert(
        batch.map(({ id, word }) => ({
          search_trigrams: 'delete',
          rowid: id,
          word: padWord(word),
        })),
      );
    }
  }

  /** The trigrams are of all organisations: those of others must not use up a limit. */
  havingPart(orgId: string, parts: readonly string[]): Knex.QueryBuilder {
    const reader = this.#reader;
    const pairs = parts.map(
      part => `("${part.slice(0, 3)}" AND "${part.slice(1)}")`,
    );
    return reader('search_trigrams')
      .joinRaw(
        'cross join search_words on search_words.id = search_trigrams.rowid',
      )
      .whereRaw('search_trigrams match ?', [pairs.join(' OR ')])
      .whereRaw(`coalesce(search_words.org_id, '') = ?`, [orgId]);
  }
}
