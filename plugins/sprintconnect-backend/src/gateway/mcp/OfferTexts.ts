import { LRUCache } from 'lru-cache';
import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import { parseExactly } from '../../json';
import type { RequestContext } from '../../ports';
import type { ListedOffer, OfferStore } from './OfferStore';

/** Characters of definitions that are kept for the next list. */
const KEPT_CHARACTERS_MAX = 32 * 1024 * 1024;

/** What of a definition is said otherwise to this caller. */
export type Changes = (definition: JsonObject) => JsonObject | undefined;

/**
 * Definitions as JSON, as they are stored. Kept by the capability and its digest, and never by who asked: whether somebody may see one is
 * decided before.
 */
export class OfferTexts {
  readonly #store: OfferStore;
  readonly #kept = new LRUCache<string, string>({
    maxSize: KEPT_CHARACTERS_MAX,
    sizeCalculation: (text, key) => text.length + key.length,
  });

  constructor(store: OfferStore) {
    this.#store = store;
  }

  /** In the same order, without those that are gone. */
  async of(
    ctx: RequestContext,
    offers: readonly ListedOffer[],
  ): Promise<Map<string, string>> {
    const texts = new Map<string, string>();
    const missing: string[] = [];
    for (const { id, digest } of offers) {
      const text = this.#kept.get(`${id} ${digest}`);
      if (text === undefined) missing.push(id);
      else texts.set(id, text);
    }
    if (missing.length === 0) return texts;
    for (const row of await this.#store.definitions(ctx, missing)) {
      this.#kept.set(`${row.id} ${row.digest}`, row.definition);
      texts.set(row.id, row.definition);
    }
    return texts;
  }

  /** A definition with something said otherwise; `key` says what, and is the same for the same text. */
  changed(
    { id, digest, text }: { id: string; digest: string; text: string },
    key: string,
    change: Changes,
  ): string {
    const at = `${id} ${digest} ${key}`;
    const kept = this.#kept.get(at);
    if (kept !== undefined) return kept;
    const definition = parseExactly(text).exact as JsonObject;
    const changes = change(definition);
    const changed = changes
      ? JSON.stringify({ ...definition, ...changes })
      : text;
    this.#kept.set(at, changed);
    return changed;
  }
}
