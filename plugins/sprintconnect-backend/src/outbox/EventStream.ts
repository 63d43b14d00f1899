import type { Response } from 'express';
import type {
  EventType,
  SprintConnectEvent,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Database } from '../ports';
import type { EventFeed } from './EventFeed';
import {
  eventFrames,
  gapFrame,
  heartbeatFrame,
  openingFrame,
} from './eventFrames';
import { readBacklog } from './readEvents';

const PAGE = 200;
/** What may wait for a client that does not read, in bytes. */
const WAITING_MAX = 256 * 1024;
const HEADERS = {
  'Content-Type': 'text/event-stream',
  // The root router compresses, and proxies collect: each would hold events back.
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
  // When the stream ends nothing else comes, and a backend that stops need not wait for the client to hang up.
  Connection: 'close',
};

export interface EventStreamOptions {
  res: Response;
  orgId: string;
  /** Only these; default all. */
  types?: ReadonlySet<EventType>;
  /** After this `seq`. */
  after: number;
  retryMs: number;
}

/** One client that listens. Tells it first what it missed, from the table, and then what happens, from the feed. */
export class EventStream {
  readonly #options: EventStreamOptions;
  #seq: number;
  #leave?: () => void;
  #flowing: () => void = () => {};

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.#seq = options.after;
    options.res.once('close', () => {
      this.#leave?.();
      this.#flowing();
    });
    options.res.on('drain', () => this.#flowing());
  }

  /** Opens the stream. Resolves once it is fed; rejects when what was missed cannot be read. */
  async open(source: { database: Database; feed: EventFeed }): Promise<void> {
    const { res, retryMs } = this.#options;
    res.status(200).set(HEADERS);
    res.flushHeaders();
    res.write(openingFrame(this.#seq, retryMs));
    while (!res.closed && !res.writableEnded) {
      this.#leave = source.feed.join(this.#seq, events => this.#hear(events));
      if (this.#leave) return;
      await this.#catchUp(source.database);
      await this.#flow();
    }
  }

  /** Shows the client that the stream lives. */
  beat(): void {
    const { res } = this.#options;
    // Until it is fed, the id must not pass what is still to be told.
    if (this.#leave && !res.writableNeedDrain) {
      res.write(heartbeatFrame(this.#seq));
    }
  }

  /** Ends the stream; a client that reads gets what it was told, and may come back. */
  end(): void {
    const { res } = this.#options;
    this.#leave?.();
    if (res.writableNeedDrain) {
      res.destroy();
    } else {
      res.end();
    }
  }

  async #catchUp(database: Database): Promise<void> {
    const { res, orgId, types } = this.#options;
    const after = this.#seq;
    const { events, upTo, forgottenUpTo } = await readBacklog(database, {
      orgId,
      after,
      limit: PAGE,
    });
    const gap =
      forgottenUpTo === undefined
        ? ''
        : gapFrame({ from: after + 1, to: forgottenUpTo });
    this.#seq = Math.max(upTo, forgottenUpTo ?? 0);
    const text = gap + eventFrames(events, { orgId, types, after });
    if (text && !res.closed) res.write(text);
  }

  #hear(events: readonly SprintConnectEvent[]): void {
    const { res, orgId, types } = this.#options;
    const text = eventFrames(events, { orgId, types, after: this.#seq });
    this.#seq = Math.max(this.#seq, events.at(-1)?.seq ?? 0);
    if (!text) return;
    res.write(text);
    if (res.writableLength > WAITING_MAX) {
      // It does not read. It knows the last event that it got, and may go on from there.
      this.#leave?.();
      res.destroy();
    }
  }

  /** Until the client has read on, or is gone. */
  async #flow(): Promise<void> {
    const { res } = this.#options;
    while (res.writableNeedDrain && !res.closed && !res.writableEnded) {
      await new Promise<void>(resolve => {
        this.#flowing = resolve;
      });
    }
  }
}
