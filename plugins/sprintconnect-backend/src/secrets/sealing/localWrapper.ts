import { createHmac, randomBytes } from 'node:crypto';
import { SecretError, type SecretPlace } from '../../ports';
import { contextOf } from './contextOf';
import { decrypt, encrypt, KEY_BYTES } from './encrypt';
import type { KeyWrapper } from './KeyWrapper';

/** A key whose bytes are in this process. */
export function localWrapper(id: string, key: Buffer): KeyWrapper {
  const wrap = (dataKey: Buffer, place: SecretPlace) =>
    encrypt(key, dataKey, contextOf(place, ['key', id])).toString('base64');
  return {
    id,
    kind: 'local',
    check: checkOf(key),
    async generate(place) {
      const dataKey = randomBytes(KEY_BYTES);
      return { dataKey, wrapped: wrap(dataKey, place) };
    },
    wrap: async (dataKey, place) => wrap(dataKey, place),
    async unwrap(wrapped, place) {
      try {
        return decrypt(
          key,
          Buffer.from(wrapped, 'base64'),
          contextOf(place, ['key', id]),
        );
      } catch (error) {
        throw new SecretError(
          'secret-damaged',
          'The secret was changed or moved since it was sealed. Add it again.',
          { cause: error },
        );
      }
    },
  };
}

/** 64 bits of a keyed hash: enough to see that a key is another one, and of no use to find it. */
function checkOf(key: Buffer): string {
  return createHmac('sha256', key)
    .update('sprintconnect key check')
    .digest('hex')
    .slice(0, 16);
}
