import type { SprintConnectEvent } from '@sprintconnect/plugin-sprintconnect-common';
import type { Backlog, Database } from '../ports';
import { toEvent } from './toEvent';

/** The `seq` of the last event that was numbered; 0 before the first. Everything up to it has committed. */
export async function readNewest({
  reader,
  dialect,
}: Database): Promise<number> {
  const relay = await reader('outbox_relay').where({ id: 1 }).first();
  return dialect.fromBigInt(relay?.last_seq ?? 0);
}

/** The next events of every organisation, for whoever passes them on by organisation. */
export async function readNext(
  { reader, dialect }: Database,
  { after, limit }: { after: number; limit: number },
): Promise<SprintConnectEvent[]> {
  const rows = await reader('outbox_events')
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit);
  return rows.map(row => toEvent(row, dialect));
}

/** What one organisation missed since `after`, at most `limit` events at once. */
export async function readBacklog(
  database: Database,
  {
    orgId,
    after,
    limit,
  }: {
    orgId: string;
    after: number;
    limit: number;
  },
): Promise<Backlog> {
  const { reader, dialect } = database;
  const newest = await readNewest(database);
  const rows = await reader('outbox_events')
    .where({ org_id: orgId })
    .andWhere('seq', '>', after)
    .orderBy('seq')
    .limit(limit);
  const events = rows.map(row => toEvent(row, dialect));
  // Read last: what pruning took from under the page is seen here. The oldest go first, so that one number tells.
  const [{ oldest }] = await reader('outbox_events').min({ oldest: 'seq' });
  const forgottenUpTo =
    (oldest === null ? newest : dialect.fromBigInt(oldest) - 1) || 0;
  const lastRead = events.at(-1)?.seq ?? 0;
  return {
    events,
    upTo: events.length < limit ? Math.max(newest, lastRead, after) : lastRead,
    ...(forgottenUpTo > after && { forgottenUpTo }),
  };
}
