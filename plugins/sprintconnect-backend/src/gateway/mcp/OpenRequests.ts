import { createHash } from 'node:crypto';
import { Poll } from '../inputs/Poll';
import type { CancellationStore } from './CancellationStore';

/** A shorter request ends before anybody could look. */
const LOOK_AFTER_MS = 1_000;

/** Which request: caller, endpoint, session, and the id that the client gave it. */
export interface RequestKey {
  key: string;
  /** It has a session, so that no other request can be meant. */
  isSure: boolean;
}

/**
 * Requests of legacy clients that are under way, so that they can be cancelled (MCP 2025-11-25, Cancellation), at whichever instance the
 * client says so.
 */
export class OpenRequests {
  readonly #open = new Map<string, Set<AbortController>>();
  readonly #store: CancellationStore;
  readonly #elsewhere: Poll<true>;

  constructor(store: CancellationStore) {
    this.#store = store;
    this.#elsewhere = new Poll(keys => store.found(keys));
  }

  /** Whether one of this key is under way in this instance. */
  has({ key }: RequestKey): boolean {
    return this.#open.has(key);
  }

  /** Gives how to say that it has ended. */
  begin({ key, isSure }: RequestKey, controller: AbortController): () => void {
    const same = this.#open.get(key) ?? new Set();
    this.#open.set(key, same.add(controller));
    const stopLooking = isSure ? this.#lookFor(key, controller) : () => {};
    return () => {
      stopLooking();
      same.delete(controller);
      if (same.size === 0) this.#open.delete(key);
    };
  }

  /** Where several may be meant nobody knows which one is, and none ends. */
  async cancel({ key, isSure }: RequestKey): Promise<void> {
    const same = this.#open.get(key);
    if (same?.size === 1) for (const each of same) each.abort();
    if (!same && isSure) await this.#store.add(digestOf(key));
  }

  #lookFor(key: string, controller: AbortController): () => void {
    const looking = new AbortController();
    const timer = setTimeout(() => {
      this.#elsewhere.wait(digestOf(key), looking.signal).then(
        () => controller.abort(),
        () => {},
      );
    }, LOOK_AFTER_MS).unref();
    return () => {
      clearTimeout(timer);
      looking.abort();
    };
  }
}

function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
