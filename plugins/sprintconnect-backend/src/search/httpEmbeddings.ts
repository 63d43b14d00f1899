import { z } from 'zod';
import type { EmbeddingProvider, Fetch } from '../ports';
import type { EmbeddingSettings } from './SearchSettings';

const answerSchema = z.object({
  data: z.array(
    z.object({ index: z.number().int(), embedding: z.array(z.number()) }),
  ),
});

/**
 * Embeddings from a service with the widespread route `POST …/embeddings` (`{model, input}` in, `{data: [{index,
 * embedding}]}` out). Throws an Error that names the status, never what the service said, which may hold the texts.
 */
export function httpEmbeddings(
  settings: EmbeddingSettings,
  fetch: Fetch,
): EmbeddingProvider {
  const { model, dimensions, apiKey } = settings;
  const url = `${settings.url.replace(/\/+$/, '')}/embeddings`;
  return {
    model,
    dimensions,
    async embed(texts, signal) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(apiKey && { Authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({ model, input: texts }),
        signal,
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw new Error(`The embeddings provider returned ${response.status}`);
      }
      const answer = answerSchema.safeParse(await response.json());
      const vectors = new Map(
        answer.data?.data.map(each => [each.index, each.embedding]),
      );
      return texts.map((_text, at) => {
        const vector = vectors.get(at);
        if (vector?.length !== dimensions) {
          throw new Error(
            `The embeddings provider didn't return a vector of ${dimensions} numbers for each text`,
          );
        }
        return normalised(vector);
      });
    },
  };
}

function normalised(vector: number[]): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return Float32Array.from(vector, each => each / length);
}
