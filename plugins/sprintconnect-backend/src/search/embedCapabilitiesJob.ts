import {
  type Database,
  type EmbeddingProvider,
  type JobHandler,
  jobContext,
} from '../ports';
import type { VectorStore } from './VectorStore';

/** Texts in one request to the provider. */
const BATCH = 64;

/** The kind of the jobs that embed what has no vector yet. One for each organisation. */
export const EMBED_CAPABILITIES_JOB = 'embed-capabilities';

/** Embeds text after text until none is missing. A provider that fails makes the job fail, and try again later. */
export function embedCapabilitiesJob(deps: {
  database: Database;
  provider: EmbeddingProvider;
  store: VectorStore;
}): JobHandler {
  const { database, provider, store } = deps;
  const { model } = provider;
  return {
    kind: EMBED_CAPABILITIES_JOB,
    timeoutMs: 10 * 60_000,
    async run(job) {
      const ctx = jobContext(job);
      let done = 0;
      for (;;) {
        job.signal.throwIfAborted();
        const texts = await store.unembedded(ctx, { model, limit: BATCH });
        if (texts.length === 0) return { texts: done };
        const vectors = await provider.embed(
          texts.map(each => each.text),
          job.signal,
        );
        const byDigest = new Map(
          texts.map(({ digest }, at) => [digest, vectors[at]]),
        );
        await database.transaction(tx =>
          store.write(tx, ctx, { model, vectors: byDigest }),
        );
        done += texts.length;
        job.progress({ done });
      }
    },
  };
}
