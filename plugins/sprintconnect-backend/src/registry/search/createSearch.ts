import type { Router } from 'express';
import type { Cursors } from '../../http';
import type { Authorizer, Database, JobHandler, JobQueue } from '../../ports';
import type { ServerStore } from '../ServerStore';
import { createSearchRouter } from './createSearchRouter';
import { FoundStore } from './FoundStore';
import { indexSearchJob, queueIndexing } from './indexSearchJob';
import { SearchIndexStore } from './SearchIndexStore';
import { SearchStore } from './SearchStore';
import { WordFrequencies } from './WordFrequencies';

/** What search asks of the world. */
export interface SearchPlumbing {
  database: Database;
  authorizer: Authorizer;
  cursors: Cursors;
  jobs: JobQueue;
  logger: { warn(message: string): void };
  servers: ServerStore;
}

/** The search of the registry: its index, which the registry keeps in step, its routes and its jobs. */
export function createSearch(plumbing: SearchPlumbing): {
  index: SearchIndexStore;
  router: Router;
  jobs: JobHandler[];
  start(): Promise<void>;
} {
  const { database, authorizer, cursors, logger } = plumbing;
  const index = new SearchIndexStore(database);
  const store = new SearchStore(database);
  const indexing = { ...plumbing, searchIndex: index };
  const deps = {
    database,
    cursors,
    logger,
    index: store,
    found: new FoundStore(database),
    frequencies: new WordFrequencies(store),
  };
  let isWarned = false;
  return {
    index,
    router: createSearchRouter(deps, { authorizer }),
    jobs: [indexSearchJob(indexing)],
    start: async () => {
      if (!isWarned && !(await store.canCorrect())) {
        isWarned = true;
        logger.warn(
          'Search does not find words with typing mistakes, because the database lacks the extension pg_trgm and its user may not create it. Let an administrator of the database run: CREATE EXTENSION pg_trgm',
        );
      }
      await queueIndexing(indexing);
    },
  };
}
