import { withSignal } from '@sprintconnect/plugin-sprintconnect-common';
import { LRUCache } from 'lru-cache';
import type { Clock, EmbeddingProvider, RequestContext } from '../ports';
import type { VectorStore } from './VectorStore';

/** Capabilities of an organisation that meanings are compared with; the first ones, where there are more. */
const CAPABILITIES_MAX = 50_000;
const READ_AT_ONCE = 500;
/** So many of the nearest are asked for at once, whether they may be found. */
const KEEP_AT_ONCE = 500;
/** So long after a change a search may still compare with what was there before. */
const MEMORY_MS = 30_000;
const QUERY_TIMEOUT_MS = 2_000;
/** After a failure the provider is let alone for so long. */
const REST_MS = 30_000;
/** Below this cosine two texts have nothing to do with each other. */
const SIMILARITY_MIN = 0.2;

/** What comparing meanings stands on. */
interface Parts {
  provider: EmbeddingProvider;
  store: VectorStore;
  clock: Clock;
  logger: { warn(message: string): void };
}

interface Known {
  readAt: number;
  /** By capability. */
  vectors: Map<string, Float32Array>;
  /** By text. */
  texts: Map<string, Float32Array>;
}

/**
 * Which capabilities mean the like of a text, by the cosine of their vectors, all of them compared in this process: 50,000
 * of 512 numbers take some 100 MB and 30 ms. What the provider does not answer in time is searched by words alone.
 */
export class EmbeddingSearch {
  readonly #parts: Parts;
  readonly #known = new LRUCache<string, Known>({ max: 20 });
  readonly #queries = new LRUCache<string, Float32Array>({ max: 1_000 });
  #restUntil = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Ids of capabilities, best first, of those that `keep` leaves: what it does not leave takes nobody's place. */
  async find(
    ctx: RequestContext,
    what: {
      text: string;
      limit: number;
      keep(ids: readonly string[]): Promise<ReadonlySet<string>>;
    },
  ): Promise<string[]> {
    const { text, limit, keep } = what;
    const asked = await this.#embed(text);
    if (!asked) return [];
    const { vectors } = await this.#read(ctx);
    const near = [...vectors]
      .map(([id, vector]) => ({ id, similarity: cosine(asked, vector) }))
      .filter(each => each.similarity >= SIMILARITY_MIN)
      .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1))
      .map(each => each.id);
    const kept: string[] = [];
    for (
      let at = 0;
      at < near.length && kept.length < limit;
      at += KEEP_AT_ONCE
    ) {
      const some = near.slice(at, at + KEEP_AT_ONCE);
      const left = await keep(some);
      kept.push(...some.filter(id => left.has(id)));
    }
    return kept.slice(0, limit);
  }

  async #embed(text: string): Promise<Float32Array | undefined> {
    const { provider, clock, logger } = this.#parts;
    const known = this.#queries.get(text);
    if (known) return known;
    if (clock.now().getTime() < this.#restUntil) return undefined;
    try {
      const [vector] = await withSignal(
        { timeoutMs: QUERY_TIMEOUT_MS },
        signal => provider.embed([text], signal),
      );
      this.#queries.set(text, vector);
      return vector;
    } catch (error) {
      this.#restUntil = clock.now().getTime() + REST_MS;
      logger.warn(
        `Search uses words only for ${REST_MS / 1000} s: ${(error as Error).message}`,
      );
      return undefined;
    }
  }

  async #read(ctx: RequestContext): Promise<Known> {
    const { provider, store, clock } = this.#parts;
    const { model } = provider;
    const now = clock.now().getTime();
    const known = this.#known.get(ctx.orgId);
    if (known && now - known.readAt < MEMORY_MS) return known;
    const rows = await store.embedded(ctx, { model, limit: CAPABILITIES_MAX });
    const digests = [...new Set(rows.map(row => row.digest))];
    const texts = new Map(
      digests.flatMap(digest => {
        const vector = known?.texts.get(digest);
        return vector ? [[digest, vector]] : [];
      }),
    );
    const missing = digests.filter(digest => !texts.has(digest));
    for (let at = 0; at < missing.length; at += READ_AT_ONCE) {
      const some = missing.slice(at, at + READ_AT_ONCE);
      const read = await store.read(ctx, { model, digests: some });
      for (const [digest, vector] of read) texts.set(digest, vector);
    }
    const fresh = {
      readAt: now,
      texts,
      vectors: new Map(
        rows.flatMap(({ id, digest }) => {
          const vector = texts.get(digest);
          return vector ? [[id, vector]] : [];
        }),
      ),
    };
    this.#known.set(ctx.orgId, fresh);
    return fresh;
  }
}

/** Of vectors of length 1. */
function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
}
