import { SecretError } from '../../ports';
import type { KeyWrapper } from './KeyWrapper';

/** Which key wrapped something. */
export interface KeyName {
  kid: string;
  check: string;
}

/** The keys that open; the first of them seals. */
export class KeyRing {
  readonly #keys: ReadonlyMap<string, KeyWrapper>;
  readonly first: KeyWrapper;

  /** Ids differ: settings see to that. */
  constructor(keys: readonly [KeyWrapper, ...KeyWrapper[]]) {
    this.first = keys[0];
    this.#keys = new Map(keys.map(each => [each.id, each]));
  }

  get keys(): KeyWrapper[] {
    return [...this.#keys.values()];
  }

  /** All but the first. */
  get older(): KeyName[] {
    return this.keys
      .slice(1)
      .map(({ id, check }): KeyName => ({ kid: id, check }));
  }

  has({ kid, check }: KeyName): boolean {
    return this.#keys.get(kid)?.check === check;
  }

  /** Whether it is the one that seals. */
  isFirst({ kid, check }: KeyName): boolean {
    return kid === this.first.id && check === this.first.check;
  }

  /** Throws SecretError `secret-forbidden` where the ring does not have the key, or has another one by its id. */
  get({ kid, check }: KeyName): KeyWrapper {
    const key = this.#keys.get(kid);
    if (!key) {
      throw new SecretError(
        'secret-forbidden',
        `The secret is sealed with the key "${kid}", which isn't in sprintconnect.secrets.keys. Add that key to the end of the list.`,
      );
    }
    if (key.check !== check) {
      throw new SecretError(
        'secret-forbidden',
        `The secret is sealed with another key that had the ID "${kid}". In sprintconnect.secrets.keys, give the new key an ID of its own, and add the earlier one to the end of the list.`,
      );
    }
    return key;
  }
}
