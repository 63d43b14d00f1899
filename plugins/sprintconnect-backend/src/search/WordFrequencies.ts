import { LRUCache } from 'lru-cache';
import type { RequestContext } from '../ports';
import type { Frequencies } from './rankCandidates';
import type { QueryWord } from './readQuery';
import type { SearchStore } from './SearchStore';

/** Rarer words are counted each time: it costs little, and what was just added is found at once. */
const REMEMBERED_FROM = 10;
const MEMORY_MS = 5 * 60_000;
const MEMORY_SIZE = 20_000;

/** How common words are. Remembers the common ones for minutes, since it takes long to count them and means little. */
export class WordFrequencies {
  readonly #store: SearchStore;
  readonly #memory = new LRUCache<string, number>({
    max: MEMORY_SIZE,
    ttl: MEMORY_MS,
  });

  constructor(store: SearchStore) {
    this.#store = store;
  }

  async of(
    ctx: RequestContext,
    words: readonly QueryWord[],
  ): Promise<Frequencies> {
    const keyOf = (word: QueryWord) =>
      `${ctx.orgId} ${word.word} ${word.isPrefix}`;
    const unknown = words.filter(word => !this.#memory.has(keyOf(word)));
    const counted = new Map<QueryWord, number>();
    const counts = await this.#store.countWords(ctx, unknown);
    unknown.forEach((word, at) => {
      counted.set(word, counts[at]);
      if (counts[at] >= REMEMBERED_FROM) {
        this.#memory.set(keyOf(word), counts[at]);
      }
    });
    const documents = await this.#documents(ctx);
    return {
      documents,
      byWord: new Map(
        words.map(word => [
          word.word,
          counted.get(word) ?? this.#memory.get(keyOf(word)) ?? 0,
        ]),
      ),
    };
  }

  async #documents(ctx: RequestContext): Promise<number> {
    const known = this.#memory.get(ctx.orgId);
    if (known !== undefined) return known;
    const count = await this.#store.countDocuments(ctx);
    if (count >= REMEMBERED_FROM) this.#memory.set(ctx.orgId, count);
    return count;
  }
}
