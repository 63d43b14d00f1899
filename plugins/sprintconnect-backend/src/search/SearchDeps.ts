import type { Cursors } from '../http';
import type { Database } from '../ports';
import type { FoundStore } from './FoundStore';
import type { EmbeddingSearch } from './EmbeddingSearch';
import type { SearchStore } from './SearchStore';
import type { WordFrequencies } from './WordFrequencies';
import type { WordStore } from './WordStore';

/** What every verb of the search works with. */
export interface SearchDeps {
  database: Database;
  /** Of the plugin, as clients reach it. */
  baseUrl: string;
  cursors: Cursors;
  index: SearchStore;
  found: FoundStore;
  frequencies: WordFrequencies;
  words: WordStore;
  /** Absent where no provider of embeddings is configured. */
  embeddings?: EmbeddingSearch;
}
