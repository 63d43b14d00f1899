import type { Clock, Database } from '../ports';

const DAY_MS = 24 * 3600 * 1000;
const KEPT_DAYS = { succeeded: 7, failed: 7, dead: 90 };

/**
 * Forgets jobs that ended long ago: 7 days, and 90 days for dead ones, which somebody should have looked at.
 * Deletes at most `limit` per state and call; gives how many.
 */
export async function pruneFinishedJobs(
  { database, clock }: { database: Database; clock: Clock },
  limit: number,
): Promise<number> {
  let pruned = 0;
  for (const [state, days] of Object.entries(KEPT_DAYS)) {
    const before = new Date(clock.now().getTime() - days * DAY_MS);
    pruned += await database.transaction(tx =>
      tx('jobs')
        .whereIn(
          'id',
          tx('jobs')
            .where({ state })
            .andWhere('finished_at', '<', before)
            .limit(limit)
            .select('id'),
        )
        .delete(),
    );
  }
  return pruned;
}
