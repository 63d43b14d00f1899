import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  randomBytes,
} from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AccessToken, Clock } from '../../ports';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const MAX = 2_000;

interface Sealed {
  stamp: number;
  goodUntil: number;
  iv: Buffer;
  text: Buffer;
  tag: Buffer;
}

/**
 * Tokens that this process used a moment ago, without a question to the database. They lie in memory sealed by a key that the process
 * made for itself, so that a dump of the heap has none of them: Node keeps the key outside of it.
 */
export class SealedCache {
  readonly #clock: Clock;
  readonly #key = createSecretKey(randomBytes(32));
  readonly #kept = new LRUCache<string, Sealed>({ max: MAX });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: string): AccessToken | undefined {
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    if (this.#clock.now().getTime() >= kept.goodUntil) {
      this.#kept.delete(key);
      return undefined;
    }
    const decipher = createDecipheriv(ALGORITHM, this.#key, kept.iv);
    decipher.setAuthTag(kept.tag);
    const text =
      decipher.update(kept.text, undefined, 'utf8') + decipher.final('utf8');
    return { text, stamp: kept.stamp };
  }

  set(key: string, token: AccessToken, goodUntil: Date): void {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, iv);
    const text = Buffer.concat([cipher.update(token.text), cipher.final()]);
    this.#kept.set(key, {
      ...{ stamp: token.stamp, goodUntil: goodUntil.getTime() },
      ...{ iv, text, tag: cipher.getAuthTag() },
    });
  }

  delete(key: string): void {
    this.#kept.delete(key);
  }

  clear(): void {
    this.#kept.clear();
  }
}
