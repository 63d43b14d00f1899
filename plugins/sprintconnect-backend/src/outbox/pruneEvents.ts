import type { Clock, Database } from '../ports';

const KEPT_MS = 7 * 24 * 3600 * 1000;

/** Forgets at most `limit` events published more than 7 days ago; gives how many. */
export async function pruneEvents(
  { database, clock }: { database: Database; clock: Clock },
  limit: number,
): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_MS);
  return database.transaction(tx =>
    tx('outbox_events')
      .whereIn(
        'position',
        tx('outbox_events')
          .where('published_at', '<', before)
          // The oldest first: what is kept has no holes, so that a stream can tell what it missed.
          .orderBy('seq')
          .limit(limit)
          .select('position'),
      )
      .delete(),
  );
}
