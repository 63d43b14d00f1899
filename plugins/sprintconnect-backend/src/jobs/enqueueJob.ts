import { v7 as uuid } from 'uuid';
import type { Dialect, NewJob, Tx } from '../ports';

const LIVE = ['queued', 'running'];
const TRIES = 5;

/**
 * Writes the job in the caller's transaction; gives the id of the live job where its key already has one.
 *
 * @remarks
 *
 * The partial unique index on organisation, kind and key decides between two that enqueue at once. On
 * PostgreSQL the second waits for the first to commit, and then finds its job; that job may be settled between
 * the insert and the look, so the pair is tried again.
 */
export async function enqueueJob(
  tx: Tx,
  job: NewJob,
  { now, dialect }: { now: Date; dialect: Dialect },
): Promise<string> {
  const dueAt = job.dueAt ?? now;
  for (let tries = 0; tries < TRIES; tries++) {
    const inserted = await tx('jobs')
      .insert({
        id: uuid(),
        org_id: job.orgId,
        kind: job.kind,
        key: job.key ?? null,
        payload: dialect.toJson(job.payload),
        state: 'queued',
        due_at: dueAt,
        attempts: 0,
        created_at: now,
      })
      .onConflict()
      .ignore()
      .returning('id');
    if (inserted.length) {
      return inserted[0].id;
    }
    const live = await tx('jobs')
      .where({ org_id: job.orgId, kind: job.kind, key: job.key })
      .whereIn('state', LIVE)
      .first('id');
    if (live) {
      await tx('jobs')
        .where({ id: live.id, state: 'queued' })
        .andWhere('due_at', '>', dueAt)
        .update({ due_at: dueAt });
      return live.id;
    }
  }
  throw new Error(
    `The live job of kind ${job.kind} with key ${job.key} came and went ${TRIES} times`,
  );
}
