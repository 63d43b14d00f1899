import type { BaoClient } from './BaoClient';
import type { BaoSettings } from './BaoSettings';

/**
 * Reads a field of the current version of a secret that the company keeps in a KV engine, version 2. Undefined where there is none,
 * or its field has no text.
 */
export function kvReader(
  client: Pick<BaoClient, 'ask'>,
  { mount, path }: NonNullable<BaoSettings['kv']>,
) {
  return async (
    segments: readonly string[],
    field: string,
    signal?: AbortSignal,
  ): Promise<string | undefined> => {
    const answer = await client.ask({
      method: 'GET',
      path: [mount, 'data', path, ...segments].join('/'),
      signal,
    });
    const fields = answer.data?.data;
    if (answer.status !== 200 || typeof fields !== 'object' || !fields) {
      return undefined;
    }
    const secret: unknown = Object.hasOwn(fields, field)
      ? (fields as Record<string, unknown>)[field]
      : undefined;
    return typeof secret === 'string' && secret !== '' ? secret : undefined;
  };
}
