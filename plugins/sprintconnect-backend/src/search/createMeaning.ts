import type {
  Clock,
  Database,
  EmbeddingProvider,
  JobHandler,
  JobQueue,
  Prune,
} from '../ports';
import {
  EMBED_CAPABILITIES_JOB,
  embedCapabilitiesJob,
} from './embedCapabilitiesJob';
import { EmbeddingSearch } from './EmbeddingSearch';
import type { OnAdded } from './SearchIndexStore';
import { VectorStore } from './VectorStore';

/** Search by meaning, where a provider of embeddings is configured. */
export interface Meaning {
  embeddings: EmbeddingSearch;
  /** Queues the embedding of what was added, in the transaction that adds it. */
  onAdded: OnAdded;
  job: JobHandler;
  /** Forgets embeddings of what is offered no more; looks at a bounded number of them. */
  prune: Prune;
}

export function createMeaning(parts: {
  provider: EmbeddingProvider;
  database: Database;
  jobs: JobQueue;
  clock: Clock;
  logger: { warn(message: string): void };
}): Meaning {
  const { provider, jobs } = parts;
  const store = new VectorStore(parts.database);
  const onAdded: OnAdded = async (tx, { orgId }) => {
    await jobs.enqueue(tx, {
      kind: EMBED_CAPABILITIES_JOB,
      orgId,
      payload: { model: provider.model },
      key: provider.model,
    });
  };
  return {
    embeddings: new EmbeddingSearch({ ...parts, store }),
    onAdded,
    job: embedCapabilitiesJob({ ...parts, store }),
    prune: limit =>
      store.prune(limit, async (tx, orgIds) => {
        for (const orgId of orgIds) await onAdded(tx, { orgId });
      }),
  };
}
