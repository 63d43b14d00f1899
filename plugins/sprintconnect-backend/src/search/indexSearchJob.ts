import {
  type Database,
  type JobHandler,
  type JobQueue,
  jobContext,
} from '../ports';
import type { SearchIndexStore } from './SearchIndexStore';
import { INDEX_VERSION } from './SearchDocument';

/** Servers that are listed at once; each is indexed in a transaction of its own. */
const BATCH = 50;

interface Indexing {
  database: Database;
  jobs: JobQueue;
  searchIndex: SearchIndexStore;
}

/** The kind of the jobs that index what was there before this version. One for each organisation. */
const INDEX_SEARCH_JOB = 'index-search';

/** Queues the indexing of whatever is missing or was made by an older version. To be called at start. */
export async function queueIndexing(deps: Indexing): Promise<void> {
  const orgIds = await deps.searchIndex.unindexedOrganisations();
  for (const orgId of orgIds) {
    await deps.database.transaction(tx =>
      deps.jobs.enqueue(tx, {
        kind: INDEX_SEARCH_JOB,
        orgId,
        payload: { version: INDEX_VERSION },
        key: `version-${INDEX_VERSION}`,
      }),
    );
  }
}

/** Indexes server after server until nothing is missing. Whatever another transaction did meanwhile stays right. */
export function indexSearchJob(deps: Indexing): JobHandler {
  return {
    kind: INDEX_SEARCH_JOB,
    timeoutMs: 10 * 60_000,
    async run(job) {
      const ctx = jobContext(job);
      let done = 0;
      for (;;) {
        const ids = await deps.searchIndex.unindexedServers(ctx, BATCH);
        if (ids.length === 0) return { servers: done };
        for (const id of ids) {
          job.signal.throwIfAborted();
          await deps.database.transaction(tx =>
            deps.searchIndex.refreshById(tx, ctx, id),
          );
          done += 1;
          job.progress({ done });
        }
      }
    },
  };
}
