import type { Knex } from 'knex';
import type { Tx } from '../ports';
import { type Conjunction, toLike, toTsquery } from './matchExpressions';
import type { Terms, TermStore } from './TermStore';

/** Terms in columns of `search_documents`, words in trigrams of `pg_trgm`: both keep themselves in step. */
export class PostgresTermStore implements TermStore {
  readonly #reader: Knex;
  readonly isInNoDocument = `not exists (select 1 from search_documents where search_documents.org_id = search_words.org_id
    and search_documents.terms @@ ('''' || search_words.word || '''')::tsquery)`;

  constructor(reader: Knex) {
    this.#reader = reader;
  }

  async canCorrect(): Promise<boolean> {
    const { rows } = await this.#reader.raw(
      `select to_regproc('similarity_dist') is not null as has`,
    );
    return rows[0].has;
  }

  /** The planner knows how common each word is; a column for itself keeps names a small index. */
  matching(orgId: string, any: readonly Conjunction[]): Knex.QueryBuilder {
    const reader = this.#reader;
    return reader('search_documents')
      .where('search_documents.org_id', orgId)
      .where(each => {
        for (const inName of [true, false]) {
          const part = any.filter(one => (one.inName ?? false) === inName);
          if (part.length > 0) {
            each.orWhereRaw(
              `${inName ? 'name_terms' : 'terms'} @@ ?::tsquery`,
              [toTsquery(part)],
            );
          }
        }
      });
  }

  /**
   * Planned as if all rows were wanted. To count the first thousands it would rather read the table from its beginning, most
   * of which lacks the word. Rows are still made only as they are asked for.
   */
  fenced(query: Knex.QueryBuilder): Knex.QueryBuilder {
    return this.#reader
      .withMaterialized('matching', query.select('position'))
      .from('matching');
  }

  columnsOf(tx: Tx, { nameTerms, terms }: Terms): Record<string, Knex.Raw> {
    const vector = (words: string[]) =>
      tx.raw('?::tsvector', [words.join(' ')]);
    return { name_terms: vector(nameTerms), terms: vector(terms) };
  }

  async add(): Promise<void> {}

  async remove(): Promise<void> {}

  async addWords(): Promise<void> {}

  async removeWords(): Promise<void> {}

  havingPart(orgId: string, parts: readonly string[]): Knex.QueryBuilder {
    const reader = this.#reader;
    return reader('search_words')
      .where({ org_id: orgId })
      .whereRaw('word like any (?)', [parts.map(toLike)]);
  }
}
