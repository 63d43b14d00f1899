import type { Clock, Database, Outbox, Tx } from '../ports';
import type { JobRow } from './JobRow';

const BATCH = 100;

/**
 * Makes jobs due again whose worker gave no sign of life until the lease lapsed. The attempt counts: a job whose
 * attempts are used up is dead, because a job that kills its worker each time must not do so for ever.
 * Gives how many were taken back.
 */
export async function reclaimLapsedJobs(
  parts: { database: Database; outbox: Outbox; clock: Clock },
  attemptsMaxByKind: Map<string, number>,
): Promise<number> {
  const { database, outbox, clock } = parts;
  const now = clock.now();
  return database.transaction(async tx => {
    const lapsed = await database.dialect.skipLocked(
      tx<JobRow>('jobs')
        .where({ state: 'running' })
        .whereIn('kind', [...attemptsMaxByKind.keys()])
        .andWhere('lease_until', '<', now)
        .limit(BATCH)
        .select('id', 'org_id', 'kind', 'attempts'),
    );
    for (const job of lapsed) {
      if (job.attempts < attemptsMaxByKind.get(job.kind)!) {
        await release(tx, job.id, { state: 'queued', due_at: now });
      } else {
        await release(tx, job.id, {
          state: 'dead',
          finished_at: now,
          error: `The worker stopped unexpectedly during attempt ${job.attempts}, the last one.`,
        });
        await outbox.add(tx, {
          type: 'job.dead',
          orgId: job.org_id,
          jobId: job.id,
        });
      }
    }
    return lapsed.length;
  });
}

async function release(tx: Tx, id: string, change: object): Promise<void> {
  await tx('jobs')
    .where({ id })
    .update({ ticket: null, lease_until: null, ...change });
}
