import type { EventLog, Outbox, Prune, Slice } from '../ports';
import { addEvent } from './addEvent';
import { EventFeed } from './EventFeed';
import { OutboxRelay, type OutboxRelayOptions } from './OutboxRelay';
import { pruneEvents } from './pruneEvents';
import { readBacklog, readNewest } from './readEvents';

export interface OutboxSlice extends Slice {
  outbox: Outbox;
  relay: { start(): void; stop(): Promise<void> };
  /** What was numbered, for those who pass it on. */
  log: EventLog;
  /** Forgets at most `limit` events published long ago; gives how many. */
  prunes: Prune[];
}

/** The outbox and its relay, over the tables `outbox_events` and `outbox_relay`. */
export function createOutbox(options: OutboxRelayOptions): OutboxSlice {
  const { database, clock, logger, pollIntervalMs = 1_000 } = options;
  const feed = new EventFeed({ database, logger, pollIntervalMs });
  const relay = new OutboxRelay({
    ...options,
    publish: async event => {
      feed.wake(event.seq);
      await options.publish(event);
    },
  });
  return {
    relay,
    log: {
      newest: () => readNewest(database),
      backlog: of => readBacklog(database, of),
      join: (seq, listener) => feed.join(seq, listener),
    },
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
    prunes: [limit => pruneEvents(options, limit)],
    start: () => relay.start(),
    // Backstage's events service takes nothing from now on: what is still written is published after the next start.
    stopping: () => relay.halt(),
    stop: () => relay.stop(),
  };
}
