import type { Router } from 'express';
import type { Authorizer, KeepVisible, Outbox } from '../ports';
import { addEvent } from './addEvent';
import { createEventsRouter } from './createEventsRouter';
import { EventFeed } from './EventFeed';
import { EventStreams, type EventStreamsSettings } from './EventStreams';
import { OutboxRelay, type OutboxRelayOptions } from './OutboxRelay';
import { pruneEvents } from './pruneEvents';

export interface OutboxSlice {
  outbox: Outbox;
  relay: { start(): void; stop(): Promise<void> };
  /** `GET /v1/events/stream`; `stop` ends the open streams and takes no more. */
  streams(options: {
    authorizer: Authorizer;
    /** Says of whose events a caller may hear. */
    keepVisible: KeepVisible;
    settings: EventStreamsSettings;
  }): { router: Router; stop(): void };
  /** Forgets at most `limit` events published long ago; gives how many. */
  prune(limit: number): Promise<number>;
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
    streams({ authorizer, keepVisible, settings }) {
      const streams = new EventStreams({
        authorizer,
        keepVisible,
        database,
        clock,
        logger,
        feed,
        settings,
      });
      return {
        router: createEventsRouter({ streams, authorizer }),
        stop: () => streams.stop(),
      };
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
    prune: limit => pruneEvents(options, limit),
  };
}
