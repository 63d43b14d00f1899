import type { Knex } from 'knex';
import type { Tx } from '../ports';
import type { Conjunction } from './matchExpressions';
import type { SearchDocument } from './SearchDocument';

/** The terms that a document is found by. */
export type Terms = Pick<SearchDocument, 'nameTerms' | 'terms'>;

/** A row of `search_words`. */
export interface KnownWord {
  id: number;
  word: string;
}

/**
 * What SQLite and PostgreSQL do differently for search: how the terms of documents are kept and matched, and how words are
 * found that look alike. Writes within the transaction that writes `search_documents` and `search_words`.
 */
export interface TermStore {
  /** Whether words that look alike can be found now. */
  canCorrect(): Promise<boolean>;
  /** The `search_documents` of an organisation that any of these matches. */
  matching(orgId: string, any: readonly Conjunction[]): Knex.QueryBuilder;
  /** The same rows for a count that ends early, in whose plan no other index takes the place of that of the terms. */
  fenced(query: Knex.QueryBuilder): Knex.QueryBuilder;
  /** The columns of `search_documents` that hold terms. */
  columnsOf(tx: Tx, terms: Terms): Record<string, Knex.Raw>;
  /** Keeps the terms of documents that were inserted, where no columns hold them. */
  add(
    tx: Tx,
    documents: readonly (Terms & { position: number })[],
  ): Promise<void>;
  /** Forgets those of documents that were deleted. */
  remove(tx: Tx, positions: readonly number[]): Promise<void>;
  /** Makes words that were inserted findable by their parts. */
  addWords(tx: Tx, words: readonly KnownWord[]): Promise<void>;
  /** Forgets words that were deleted. */
  removeWords(tx: Tx, words: readonly KnownWord[]): Promise<void>;
  /** The `search_words` of an organisation that have one of these parts of four letters of a padded word. */
  havingPart(orgId: string, parts: readonly string[]): Knex.QueryBuilder;
  /** Says of a row of `search_words` that no document of its organisation has the word. */
  readonly isInNoDocument: string;
}
