import { v7 as uuid } from 'uuid';
import type { Dialect, NewEvent, Tx } from '../ports';

/** Writes an event in the transaction that makes it true. It has no seq until the relay gives it one. */
export async function addEvent(
  tx: Tx,
  event: NewEvent,
  { now, dialect }: { now: Date; dialect: Dialect },
): Promise<void> {
  const { type, orgId, ...payload } = event;
  await tx('outbox_events').insert({
    id: uuid(),
    org_id: orgId,
    type,
    payload: dialect.toJson(payload),
    occurred_at: now,
  });
}
