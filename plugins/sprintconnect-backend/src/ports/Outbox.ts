import type { SprintConnectEvent } from '@sprintconnect/plugin-sprintconnect-common';
import type { Tx } from './Database';

/** An event before it has a sequence number. */
export type NewEvent = Omit<SprintConnectEvent, 'id' | 'seq' | 'occurredAt'>;

/** Announces what a transaction makes true: published, in order, at least once, if and only if it commits. */
export interface Outbox {
  add(tx: Tx, event: NewEvent): Promise<void>;
}
