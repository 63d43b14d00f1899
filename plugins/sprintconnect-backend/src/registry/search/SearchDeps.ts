import type { Cursors } from '../../http';
import type { Database } from '../../ports';
import type { FoundStore } from './FoundStore';
import type { SearchStore } from './SearchStore';
import type { WordFrequencies } from './WordFrequencies';

/** What every verb of the search works with. */
export interface SearchDeps {
  database: Database;
  cursors: Cursors;
  index: SearchStore;
  found: FoundStore;
  frequencies: WordFrequencies;
  logger: { warn(message: string): void };
  /** Capabilities that mean the like of a text, best first; absent where no provider of embeddings is configured. */
  meaning?: (search: MeaningSearch) => Promise<string[]>;
}

/** What to compare meanings with. */
export interface MeaningSearch {
  orgId: string;
  text: string;
  limit: number;
  signal?: AbortSignal;
}
