import { randomBytes } from 'node:crypto';
import { SecretError, type SecretPlace } from '../../ports';
import { contextOf } from '../sealing/contextOf';
import { KEY_BYTES } from '../sealing/encrypt';
import type { KeyWrapper } from '../sealing/KeyWrapper';
import type { BaoClient } from './BaoClient';
import type { BaoAnswer } from './BaoRequest';

/** A key of the transit engine, as the configuration names it. */
export interface TransitSettings {
  key: string;
  mount: string;
}

/**
 * A key of the transit engine, which never leaves the vault. It must be of a type that authenticates with more than the text
 * (`aes256-gcm96`), because what is wrapped is bound to its place by `associated_data`. Rotating it inside the vault changes nothing here.
 */
export function transitWrapper(
  id: string,
  { key, mount }: TransitSettings,
  client: Pick<BaoClient, 'ask'>,
): KeyWrapper {
  const bound = (place: SecretPlace) => ({
    associated_data: base64(contextOf(place, ['key', id])),
  });
  const wrap: KeyWrapper['wrap'] = async (dataKey, place, signal) => {
    const answer = await client.ask({
      method: 'POST',
      path: `${mount}/encrypt/${key}`,
      body: { plaintext: dataKey.toString('base64'), ...bound(place) },
      signal,
    });
    return requireText(id, answer, 'ciphertext');
  };
  return {
    id,
    kind: 'transit',
    check: 'transit',
    wrap,
    async generate(place, signal) {
      const dataKey = randomBytes(KEY_BYTES);
      return { dataKey, wrapped: await wrap(dataKey, place, signal) };
    },
    async unwrap(wrapped, place, signal) {
      const answer = await client.ask({
        method: 'POST',
        path: `${mount}/decrypt/${key}`,
        body: { ciphertext: wrapped, ...bound(place) },
        signal,
      });
      if (answer.status === 400 && !/key not found/.test(answer.errors)) {
        throw new SecretError(
          'secret-damaged',
          'The secret was changed or moved since it was sealed. Add it again.',
        );
      }
      return Buffer.from(requireText(id, answer, 'plaintext'), 'base64');
    },
  };
}

function requireText(
  id: string,
  { status, data }: BaoAnswer,
  name: string,
): string {
  const text = data?.[name];
  if (status === 200 && typeof text === 'string') return text;
  throw new SecretError(
    'secret-forbidden',
    `The vault can't use the key "${id}" of sprintconnect.secrets.keys (${status}). Its transit engine needs that key, of the type aes256-gcm96.`,
  );
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
