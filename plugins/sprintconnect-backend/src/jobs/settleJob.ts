import type { Clock, Database, Outbox } from '../ports';
import type { Settlement } from './decideSettlement';
import type { ClaimedJob } from './claimDueJobs';

/**
 * Writes what became of a job; gives false, and changes nothing, when the claim is no longer the caller's.
 * A dead job is announced in the same transaction. `progress` is the last one reported, if any. What went well and `isRoutine`
 * is forgotten instead.
 */
export async function settleJob(
  parts: { database: Database; outbox: Outbox; clock: Clock },
  job: ClaimedJob,
  end: { settlement: Settlement; progress: unknown; isRoutine?: boolean },
): Promise<boolean> {
  const { database, outbox, clock } = parts;
  const { settlement } = end;
  const change = {
    ...changeOf(settlement, { now: clock.now(), database }),
    ...(end.progress !== undefined && {
      progress: database.dialect.toJson(end.progress),
    }),
    ticket: null,
    lease_until: null,
  };
  const claim = { id: job.id, ticket: job.ticket, state: 'running' };
  return database.transaction(async tx => {
    const row = tx('jobs').where(claim);
    const settled =
      end.isRoutine && settlement.state === 'succeeded'
        ? await row.delete()
        : await row.update(change);
    if (settled && settlement.state === 'dead') {
      await outbox.add(tx, {
        type: 'job.dead',
        orgId: job.orgId,
        jobId: job.id,
      });
    }
    return settled > 0;
  });
}

function changeOf(
  settlement: Settlement,
  { now, database }: { now: Date; database: Database },
): Record<string, unknown> {
  switch (settlement.state) {
    case 'succeeded':
      return {
        state: 'succeeded',
        finished_at: now,
        error: null,
        result: database.dialect.toJson(settlement.result),
      };
    case 'failed':
    case 'dead':
      return {
        state: settlement.state,
        finished_at: now,
        error: settlement.error,
      };
    case 'queued':
      return {
        state: 'queued',
        due_at: new Date(now.getTime() + settlement.afterMs),
        error: settlement.error,
      };
    case 'given-back':
      // The attempt was not the job's fault, so it does not count.
      return {
        state: 'queued',
        due_at: now,
        attempts: database.reader.raw('attempts - 1'),
      };
    default:
      throw new Error(
        `Unknown settlement ${JSON.stringify(settlement satisfies never)}`,
      );
  }
}
