import type {
  EventType,
  SprintConnectEvent,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Dialect } from '../ports';

/** A numbered row of `outbox_events` as the event that it is. */
export function toEvent(
  row: Record<string, unknown>,
  dialect: Dialect,
): SprintConnectEvent {
  return {
    ...dialect.fromJson<object>(row.payload),
    id: row.id as string,
    seq: dialect.fromBigInt(row.seq),
    type: row.type as EventType,
    orgId: row.org_id as string,
    occurredAt: dialect.fromTime(row.occurred_at)!.toISOString(),
  };
}
