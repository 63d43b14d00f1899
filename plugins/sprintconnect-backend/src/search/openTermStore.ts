import type { Database } from '../ports';
import { PostgresTermStore } from './PostgresTermStore';
import { SqliteTermStore } from './SqliteTermStore';
import type { TermStore } from './TermStore';

// The one place that asks which kind it is.
const stores = { sqlite: SqliteTermStore, postgres: PostgresTermStore };

/** The terms of search in this kind of database. */
export function openTermStore({
  reader,
  dialect: { name },
}: Pick<Database, 'reader' | 'dialect'>): TermStore {
  return new stores[name](reader);
}
