import { LRUCache } from 'lru-cache';
import {
  type JsonObject,
  parseExactly,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from '../../ports';
import { mapPageUri } from './mapUris';
import type { ListedOffer, OfferStore } from './OfferStore';

/** Characters of definitions that are kept for the next list. */
const KEPT_CHARACTERS_MAX = 32 * 1024 * 1024;

/** A definition as it is stored. */
interface StoredOffer {
  id: string;
  digest: string;
  text: string;
}

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

  /** By id, without those that are gone. */
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

  /** The URI of the page of a tool (MCP Apps); empty where it has none. */
  pageUriOf({ id, digest, text }: StoredOffer): string {
    if (!text.includes('resourceUri')) return '';
    const key = `${id} ${digest} page`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept.slice(1);
    let uri = '';
    mapPageUri(JSON.parse(text), each => {
      uri = each;
      return each;
    });
    // Nothing is of no size.
    this.#kept.set(key, `:${uri}`);
    return uri;
  }

  /** A definition with something said otherwise; `key` says what, and is the same for the same text. */
  changed(
    { id, digest, text }: StoredOffer,
    key: string,
    change: (definition: JsonObject) => JsonObject,
  ): string {
    const at = `${id} ${digest} ${key}`;
    const kept = this.#kept.get(at);
    if (kept !== undefined) return kept;
    const definition = parseExactly(text).exact as JsonObject;
    const changed = JSON.stringify({ ...definition, ...change(definition) });
    this.#kept.set(at, changed);
    return changed;
  }
}
