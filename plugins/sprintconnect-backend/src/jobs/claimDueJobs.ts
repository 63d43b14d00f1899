import { v4 as randomUuid } from 'uuid';
import type { Database } from '../ports';
import type { JobRow } from './JobRow';

/** A job in the hands of a worker. Whoever settles it must show the ticket. */
export interface ClaimedJob {
  id: string;
  kind: string;
  orgId: string;
  payload: Record<string, unknown>;
  attempt: number;
  ticket: string;
}

/**
 * Takes due jobs for the calling worker: of each kind at most as many as `slots` says, oldest due first.
 *
 * @remarks
 *
 * A claim is a lease, not a lock. It stamps a fresh ticket and the time at which it lapses. A worker that dies
 * lets the lease lapse, and {@link reclaimLapsedJobs} makes the job due again. A worker that is merely slow
 * cannot settle a job that somebody else has claimed since, because settling demands the ticket.
 * So a job may run twice, and handlers must be idempotent.
 *
 * The times come from the worker's clock: the clocks of instances must agree to well within a lease.
 */
export async function claimDueJobs(
  database: Database,
  claim: { slots: Map<string, number>; now: Date; leaseMs: number },
): Promise<ClaimedJob[]> {
  const { dialect } = database;
  return database.transaction(async tx => {
    const ids: string[] = [];
    for (const [kind, limit] of claim.slots) {
      const due = await dialect.skipLocked(
        tx<JobRow>('jobs')
          .where({ kind, state: 'queued' })
          .andWhere('due_at', '<=', claim.now)
          .orderBy('due_at')
          .orderBy('id')
          .limit(limit)
          .select('id'),
      );
      ids.push(...due.map(row => row.id));
    }
    if (!ids.length) {
      return [];
    }
    const ticket = randomUuid();
    const rows: JobRow[] = await tx('jobs')
      .whereIn('id', ids)
      .update({
        state: 'running',
        ticket,
        lease_until: new Date(claim.now.getTime() + claim.leaseMs),
        attempts: tx.raw('attempts + 1'),
      })
      .returning('*');
    const order = new Map(ids.map((id, index) => [id, index]));
    return rows
      .sort((a, b) => order.get(a.id)! - order.get(b.id)!)
      .map(row => ({
        id: row.id,
        kind: row.kind,
        orgId: row.org_id,
        payload: dialect.fromJson<Record<string, unknown>>(row.payload) ?? {},
        attempt: row.attempts,
        ticket,
      }));
  });
}
