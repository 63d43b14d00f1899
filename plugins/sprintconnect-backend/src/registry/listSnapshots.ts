import {
  type Page,
  type PageQuery,
  type SnapshotSummary,
  snapshotSummarySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { pickFields } from '../http';
import type { Judgement, RequestContext } from '../ports';
import { noSuchServer } from './refusals';
import type { RegistryDeps } from './RegistryDeps';

const FIELDS = Object.keys(snapshotSummarySchema.shape);

/** One page of the versions of a server, newest first. */
export async function listSnapshots(
  deps: RegistryDeps,
  ctx: RequestContext,
  request: { id: string; query: PageQuery; readable: Judgement },
): Promise<Page<Partial<SnapshotSummary>>> {
  const { cursors, snapshots } = deps;
  const { id: serverId, query, readable } = request;
  const { limit, fields } = query;
  const { criteria } = readable;
  if (!(await deps.servers.find(ctx, serverId, criteria))) throw noSuchServer();
  pickFields([], fields, FIELDS);
  const bound = { ...query, serverId, of: 'snapshots' };
  const position = cursors.verify(ctx, bound);
  const found = await snapshots.list(ctx, {
    serverId,
    before: position && Number(position[0]),
    limit: limit + 1,
  });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const isMore = last && found.length > shown.length;
  return {
    items: pickFields(shown, fields, FIELDS),
    ...(isMore && { nextCursor: cursors.sign(ctx, bound, [last.version]) }),
    ...(query.count && { totalItems: await snapshots.count(ctx, serverId) }),
  };
}
