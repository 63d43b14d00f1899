import {
  type ApiKey,
  type ApiKeyQuery,
  type Page,
  apiKeySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { readPage } from '../../http';
import type { RequestContext } from '../../ports';
import type { KeysDeps } from './KeysDeps';
import { toApiKey } from '../../identity';

const FIELDS = Object.keys(apiKeySchema.shape);

/** One page of the keys of the organisation, youngest first; those that ended, too. */
export async function listApiKeys(
  { clock, cursors, keys }: KeysDeps,
  ctx: RequestContext,
  query: ApiKeyQuery,
): Promise<Page<Partial<ApiKey>>> {
  return readPage(cursors, ctx, {
    query,
    of: { of: 'api-keys' },
    known: FIELDS,
    read: ({ after, limit }) =>
      keys.list(ctx, { before: after && String(after[0]), limit }),
    toItem: key => toApiKey(key, clock.now()),
    placeOf: key => [key.id],
    count: () => keys.count(ctx),
  });
}
