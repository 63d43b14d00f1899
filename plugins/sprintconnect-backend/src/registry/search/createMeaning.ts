import type {
  Clock,
  Database,
  EmbeddingProvider,
  JobHandler,
  JobQueue,
} from '../../ports';
import {
  EMBED_CAPABILITIES_JOB,
  embedCapabilitiesJob,
} from './embedCapabilitiesJob';
import { Meanings } from './Meanings';
import type { OnAdded } from './SearchIndexStore';
import { VectorStore } from './VectorStore';

/** Search by meaning, where a provider of embeddings is configured. */
export interface Meaning {
  meanings: Meanings;
  /** Queues the embedding of what was added, in the transaction that adds it. */
  onAdded: OnAdded;
  job: JobHandler;
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
  return {
    meanings: new Meanings({ ...parts, store }),
    onAdded: async (tx, { orgId }) => {
      await jobs.enqueue(tx, {
        kind: EMBED_CAPABILITIES_JOB,
        orgId,
        payload: { model: provider.model },
        key: provider.model,
      });
    },
    job: embedCapabilitiesJob({ ...parts, store }),
  };
}
