import { LRUCache } from 'lru-cache';
import type { SealedSecret, SecretPlace, SecretVault } from '../ports';

const MAX = 500;

/**
 * Opens versions of credentials, and keeps what it read of the last of them, sealed. A version never becomes another: what is given anew is
 * the next one. Whether a version is still good is not known here.
 */
export class SealedVersions {
  readonly #vault: SecretVault;
  readonly #kept = new LRUCache<string, SealedSecret>({ max: MAX });

  constructor(vault: SecretVault) {
    this.#vault = vault;
  }

  /** Throws `SecretError`. */
  async open(place: SecretPlace, signal?: AbortSignal): Promise<string> {
    const { orgId, holder, field, version } = place;
    const key = JSON.stringify([orgId, holder, field, version]);
    const known = this.#kept.get(key);
    if (known) {
      try {
        return await this.#vault.unseal(known, signal);
      } catch {
        // Wrapped by a key that is gone meanwhile, so that another wraps it now.
        this.#kept.delete(key);
      }
    }
    signal?.throwIfAborted();
    const sealed = await this.#vault.read(place);
    const plaintext = await this.#vault.unseal(sealed, signal);
    this.#kept.set(key, sealed);
    return plaintext;
  }
}
