import type {
  CapabilityHits,
  SearchCapabilitiesQuery,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Cursors } from '../http';
import type {
  Authorizer,
  Clock,
  Database,
  Egress,
  FilterReader,
  JobHandler,
  JobQueue,
  Prune,
  RequestContext,
  SearchIndex,
  SliceWith,
} from '../ports';
import type { ReadScope } from '../records';
import { createMeaning } from './createMeaning';
import { createSearchRouter } from './createSearchRouter';
import { FoundStore } from './FoundStore';
import { httpEmbeddings } from './httpEmbeddings';
import { indexSearchJob, queueIndexing } from './indexSearchJob';
import { asRead, readFilter } from './readFilter';
import { searchCapabilities } from './searchCapabilities';
import { SearchIndexStore } from './SearchIndexStore';
import type { SearchSettings } from './SearchSettings';
import { SearchStore } from './SearchStore';
import { ServerWordStore } from './ServerWordStore';
import { WordFrequencies } from './WordFrequencies';
import { WordStore } from './WordStore';

/** What search asks of the world. */
export interface SearchPlumbing {
  /** Of the plugin, as clients reach it. */
  baseUrl: string;
  database: Database;
  authorizer: Authorizer;
  cursors: Cursors;
  jobs: JobQueue;
  clock: Clock;
  egress: Egress;
  logger: { warn(message: string): void };
}

/** What the search gives to the plugin and to the registry. */
export interface Search extends SliceWith<'routers'> {
  /** For the registry, which keeps it in step. */
  index: SearchIndex;
  /** For lists of the registry. */
  filterReader: FilterReader;
  /** Finds capabilities of what may be seen, as `GET /v1/discovery/capabilities` does. */
  searchCapabilities(
    ctx: RequestContext,
    request: { query: SearchCapabilitiesQuery; readScope: ReadScope },
  ): Promise<CapabilityHits>;
  jobs: JobHandler[];
  /** Forget words, and embeddings of texts, that nothing has any more; each looks at a bounded number of them. */
  prunes: Prune[];
  /** Queues what an upgrade left to be done. */
  start(): Promise<void>;
}

/** The search: its index, its routes and its jobs. */
export function createSearch(
  plumbing: SearchPlumbing,
  { embeddings }: Partial<SearchSettings> = {},
): Search {
  const { baseUrl, database, authorizer, cursors, logger } = plumbing;
  const meaning =
    embeddings &&
    createMeaning({
      ...plumbing,
      provider: httpEmbeddings(embeddings, plumbing.egress.fetch()),
    });
  const words = new WordStore(database);
  const serverWords = new ServerWordStore(database, words);
  const index = new SearchIndexStore(database, {
    words,
    serverWords,
    onAdded: meaning?.onAdded,
  });
  const store = new SearchStore(database);
  const indexing = { ...plumbing, searchIndex: index };
  const deps = {
    baseUrl,
    database,
    cursors,
    embeddings: meaning?.embeddings,
    index: store,
    found: new FoundStore(database),
    frequencies: new WordFrequencies(store),
    words,
  };
  let isWarned = false;
  return {
    index,
    filterReader: {
      read: (ctx, filter) => readFilter({ serverWords, store }, ctx, filter),
      again: asRead,
      serversHaving: (ctx, near) => serverWords.serversHaving(ctx, near),
    },
    searchCapabilities: (ctx, request) =>
      searchCapabilities(deps, ctx, request),
    routers: [createSearchRouter(deps, { authorizer })],
    jobs: [indexSearchJob(indexing), ...(meaning ? [meaning.job] : [])],
    prunes: [limit => words.prune(limit), ...(meaning ? [meaning.prune] : [])],
    role: 'scheduler',
    start: async () => {
      if (!isWarned && !(await store.canCorrect())) {
        isWarned = true;
        logger.warn(
          "Search doesn't tolerate typos because the database doesn't have the extension pg_trgm and its user can't create it. Ask a database administrator to run: CREATE EXTENSION pg_trgm",
        );
      }
      await queueIndexing(indexing);
      // Of another model, everything is to be embedded anew.
      for (const orgId of meaning ? await index.organisations() : []) {
        await database.transaction(async tx => meaning?.onAdded(tx, { orgId }));
      }
    },
  };
}
