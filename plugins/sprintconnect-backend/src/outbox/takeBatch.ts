import type { SprintConnectEvent } from '@sprintconnect/plugin-sprintconnect-common';
import type { Database, Tx } from '../ports';
import { toEvent } from './toEvent';

/** Who relays, for how long, and how much at once. */
export interface RelayClaim {
  ticket: string;
  now: Date;
  leaseMs: number;
  limit: number;
}

/**
 * Makes the caller the one relay, if nobody else is, and gives the events to publish next, in order of `seq`.
 * Undefined while another instance relays.
 *
 * @remarks
 *
 * A number drawn at insert would not do as `seq`: transactions commit in another order than they draw, and a reader
 * that saw 7 before 6 committed would pass 6 by. So events are numbered here, after they committed, by the
 * one relay, under the row lock of its lease: `seq` is the order of publication and has no gaps, and no
 * writer ever waits for another to keep it so. Events of one transaction, and of transactions that saw
 * each other's changes, keep their order, because the later one drew the later position.
 */
export async function takeBatch(
  database: Database,
  claim: RelayClaim,
): Promise<SprintConnectEvent[] | undefined> {
  const { dialect } = database;
  return database.transaction(async tx => {
    const relay = await dialect.skipLocked(
      tx('outbox_relay').where({ id: 1 }).first(),
    );
    const leasedUntil = dialect.fromTime(relay?.lease_until);
    const mine = relay?.ticket === claim.ticket;
    if (!relay || (!mine && leasedUntil && leasedUntil > claim.now)) {
      return undefined;
    }
    const lastSeq = dialect.fromBigInt(relay.last_seq);
    const numbered = await numberEvents(tx, { lastSeq, limit: claim.limit });
    const remainingMs = (leasedUntil?.getTime() ?? 0) - claim.now.getTime();
    // An idle relay renews in the second half of its lease only, so that it hardly writes.
    if (numbered || !mine || remainingMs < claim.leaseMs / 2) {
      await tx('outbox_relay')
        .where({ id: 1 })
        .update({
          ticket: claim.ticket,
          lease_until: new Date(claim.now.getTime() + claim.leaseMs),
          last_seq: lastSeq + numbered,
        });
    }
    const rows = await tx('outbox_events')
      .whereNull('published_at')
      .whereNotNull('seq')
      .orderBy('seq')
      .limit(claim.limit);
    return rows.map(row => toEvent(row, dialect));
  });
}

async function numberEvents(
  tx: Tx,
  { lastSeq, limit }: { lastSeq: number; limit: number },
): Promise<number> {
  const rows = await tx('outbox_events')
    .whereNull('seq')
    .orderBy('position')
    .limit(limit)
    .select('position');
  if (!rows.length) {
    return 0;
  }
  const positions = rows.map(row => row.position);
  // Counting the events before it numbers each by its place; one statement for the whole batch.
  await tx('outbox_events')
    .whereIn('position', positions)
    .update({
      seq: tx.raw(
        `? + (SELECT count(*) FROM outbox_events AS earlier
              WHERE earlier.position IN (${positions.map(() => '?').join(',')})
              AND earlier.position <= outbox_events.position)`,
        [lastSeq, ...positions],
      ),
    });
  return rows.length;
}

/** Lets another instance relay at once, when this one stops. */
export async function releaseRelay(
  database: Database,
  ticket: string,
): Promise<void> {
  await database.transaction(tx =>
    tx('outbox_relay')
      .where({ id: 1, ticket })
      .update({ ticket: null, lease_until: null }),
  );
}
