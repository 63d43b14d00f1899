import type { Database } from '../ports';

/** Notes that the events up to and including `seq` reached their subscribers. */
export async function markPublished(
  database: Database,
  { seq, now }: { seq: number; now: Date },
): Promise<void> {
  await database.transaction(tx =>
    tx('outbox_events')
      .whereNull('published_at')
      .andWhere('seq', '<=', seq)
      .update({ published_at: now }),
  );
}
