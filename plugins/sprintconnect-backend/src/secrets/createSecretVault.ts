import { SecretError, type SecretPlace, type SecretVault } from '../ports';
import {
  keyNameOf,
  openEnvelope,
  parseEnvelope,
  sealEnvelope,
} from './sealing/envelope';
import type { KeyRing } from './sealing/KeyRing';
import { parseSealed } from './sealing/parseSealed';
import type { SecretStore } from './SecretStore';

/** Half of a surrogate pair: UTF-8 would make another character of it. */
const HALF = /\p{Cs}/u;

/** What a vault stands on. */
export interface VaultParts {
  ring: KeyRing;
  store: SecretStore;
}

/** The vault that keeps sealed secrets in the database. */
export function createSecretVault({
  resolve,
  ring,
  store,
}: VaultParts & Pick<SecretVault, 'resolve'>): SecretVault {
  const read: SecretVault['read'] = async place => {
    const found = await store.find(place);
    if (!found) throw missing(place);
    return { place, sealed: found.sealed };
  };
  const unseal: SecretVault['unseal'] = async ({ place, sealed }, signal) => {
    const envelope = parseEnvelope(parseSealed(sealed));
    return openEnvelope(ring, { place, envelope }, signal);
  };
  return {
    read,
    unseal,
    async seal(place, plaintext) {
      if (HALF.test(plaintext)) {
        throw new TypeError('A secret must be a text that UTF-8 can write');
      }
      const envelope = await sealEnvelope(ring, place, plaintext);
      return { place, sealed: JSON.stringify(envelope) };
    },
    async keep(tx, { place, sealed }) {
      const key = keyNameOf(parseEnvelope(parseSealed(sealed)));
      await store.put(tx, { place, sealed, key });
    },
    open: async (place, signal) => unseal(await read(place), signal),
    destroy: (tx, what) => store.delete(tx, what),
    resolve,
  };
}

function missing({ field, version }: SecretPlace): SecretError {
  return new SecretError(
    'secret-missing',
    `There is no secret for "${field}", version ${version}. Add it again.`,
  );
}
