import {
  type Page,
  type PageQuery,
  type SnapshotSummary,
  snapshotSummarySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { readPage } from '../http';
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
  const { criteria } = readable;
  if (!(await deps.servers.find(ctx, serverId, criteria))) throw noSuchServer();
  return readPage(cursors, ctx, {
    query,
    of: { serverId, of: 'snapshots' },
    known: FIELDS,
    read: ({ after, limit }) =>
      snapshots.list(ctx, {
        serverId,
        before: after && Number(after[0]),
        limit,
      }),
    toItem: snapshot => snapshot,
    placeOf: snapshot => [snapshot.version],
    count: () => snapshots.count(ctx, serverId),
  });
}
