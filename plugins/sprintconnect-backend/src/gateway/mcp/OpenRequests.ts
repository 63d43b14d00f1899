/** Requests of legacy clients that are under way in this instance, so that they can be cancelled. */
export class OpenRequests {
  readonly #open = new Map<string, Set<AbortController>>();

  /** Whether one of this key is under way. */
  has(key: string): boolean {
    return this.#open.has(key);
  }

  /** Gives how to say that it has ended. */
  begin(key: string, controller: AbortController): () => void {
    const same = this.#open.get(key) ?? new Set();
    this.#open.set(key, same.add(controller));
    return () => {
      same.delete(controller);
      if (same.size === 0) this.#open.delete(key);
    };
  }

  /** Cancels the one of this key; where there are several, nobody knows which one is meant. */
  cancel(key: string): void {
    const same = this.#open.get(key);
    if (same?.size === 1) for (const each of same) each.abort();
  }
}
