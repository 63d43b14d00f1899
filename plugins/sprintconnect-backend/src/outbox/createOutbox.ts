import type { Outbox } from '../ports';
import { addEvent } from './addEvent';
import { OutboxRelay, type OutboxRelayOptions } from './OutboxRelay';
import { pruneEvents } from './pruneEvents';

export interface OutboxSlice {
  outbox: Outbox;
  relay: { start(): void; stop(): Promise<void> };
  /** Forgets at most `limit` events published long ago; gives how many. */
  prune(limit: number): Promise<number>;
}

/** The outbox and its relay, over the tables `outbox_events` and `outbox_relay`. */
export function createOutbox(options: OutboxRelayOptions): OutboxSlice {
  const { database, clock } = options;
  const relay = new OutboxRelay(options);
  return {
    relay,
    outbox: {
      async add(tx, event) {
        const { dialect } = database;
        await addEvent(tx, event, { now: clock.now(), dialect });
        // Subscribers of this process hear at once; the relay of another finds the event by its poll.
        tx.executionPromise.then(
          () => relay.wake(),
          () => {},
        );
      },
    },
    prune: limit => pruneEvents(options, limit),
  };
}
