import {
  type ApiKey,
  type ApiKeyQuery,
  type Page,
  apiKeySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { pickFields } from '../../http';
import type { RequestContext } from '../../ports';
import type { KeysDeps } from './KeysDeps';
import { toApiKey } from './toApiKey';

const FIELDS = Object.keys(apiKeySchema.shape);

/** One page of the keys of the organisation, youngest first; those that ended, too. */
export async function listApiKeys(
  { clock, cursors, keys }: KeysDeps,
  ctx: RequestContext,
  query: ApiKeyQuery,
): Promise<Page<Partial<ApiKey>>> {
  const { limit, fields } = query;
  pickFields([], fields, FIELDS);
  const bound = { ...query, of: 'api-keys' };
  const position = cursors.verify(ctx, bound);
  const found = await keys.list(ctx, {
    before: position && String(position[0]),
    limit: limit + 1,
  });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const isMore = last && found.length > shown.length;
  return {
    items: pickFields(
      shown.map(key => toApiKey(key, clock.now())),
      fields,
      FIELDS,
    ),
    ...(isMore && { nextCursor: cursors.sign(ctx, bound, [last.id]) }),
    ...(query.count && { totalItems: await keys.count(ctx) }),
  };
}
