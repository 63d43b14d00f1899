import type { Response } from 'express';
import type {
  EventType,
  SprintConnectEvent,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { EventLog } from '../ports';
import type { StreamFilter } from './StreamFilter';
import {
  eventFrames,
  gapFrame,
  heartbeatFrame,
  openingFrame,
} from './eventFrames';

const PAGE = 200;
/** How much may wait for a client before it is told from the table, as fast as it reads, in bytes. */
const WAITING_MAX = 256 * 1024;
/** How many events may wait to be judged, before the same. */
const JUDGED_NEXT_MAX = 2_000;
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
  /** What of these the caller may hear of. */
  filter: StreamFilter;
  /** Only these; default all. */
  types?: ReadonlySet<EventType>;
  /** After this `seq`. */
  after: number;
  /** What happened up to this `seq` is read from the table. */
  newest: number;
  retryMs: number;
  /** How long a client may leave what it was sent unread. */
  stallMs: number;
}

/**
 * One client that listens. Tells it what it missed, from the table and as fast as it reads, and then what happens,
 * from the feed. A client that falls behind the feed is told from the table again; one that stands still is closed.
 */
export class EventStream {
  readonly #options: EventStreamOptions;
  #seq: number;
  #leave?: () => void;
  /** Events are judged and told one batch after the other. */
  #telling: Promise<void> = Promise.resolve();
  #untold = 0;
  #failure?: { error: unknown };
  #moved: () => void = () => {};

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.#seq = options.after;
    options.res.once('close', () => {
      this.#leave?.();
      this.#moved();
    });
    options.res.on('drain', () => this.#moved());
  }

  /**
   * Resolves when the stream has ended; rejects when what was missed cannot be read, or whether the caller may hear of it
   * cannot be said, and with a 403 problem once they may hear of nothing.
   */
  async run(log: EventLog): Promise<void> {
    const { res, retryMs, newest } = this.#options;
    res.status(200).set(HEADERS);
    res.flushHeaders();
    res.write(openingFrame(this.#seq, retryMs));
    for (;;) {
      await this.#flow();
      if (this.#isOver()) return;
      const isCurrent = this.#seq >= newest;
      if (!isCurrent || !(await this.#listen(log))) {
        await this.#catchUp(log);
      }
    }
  }

  /** Shows the client that the stream lives, and asks again whether it may. */
  beat(): void {
    const { res } = this.#options;
    // Between two pages of the table the id must not pass what is still to be told.
    if (!this.#leave) return;
    if (!res.writableNeedDrain) res.write(heartbeatFrame(this.#seq));
    this.#hear([]);
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

  #isOver(): boolean {
    const { res } = this.#options;
    return res.closed || res.destroyed || res.writableEnded;
  }

  /** Until the client falls behind or is gone; false where the feed is already past this stream. */
  async #listen(log: EventLog): Promise<boolean> {
    const leave = log.join(this.#seq, events => this.#hear(events));
    if (!leave) return false;
    await new Promise<void>(resolve => {
      this.#leave = () => {
        leave();
        this.#leave = undefined;
        resolve();
      };
    });
    await this.#telling;
    if (this.#failure) throw this.#failure.error;
    return true;
  }

  #hear(events: readonly SprintConnectEvent[]): void {
    this.#untold += events.length;
    if (this.#untold > JUDGED_NEXT_MAX) this.#leave?.();
    this.#telling = this.#telling.then(async () => {
      await this.#tell(events);
      this.#untold -= events.length;
    });
  }

  /** What comes after the stream has left the feed is not told here: the table has it. */
  async #tell(events: readonly SprintConnectEvent[]): Promise<void> {
    const { res } = this.#options;
    if (!this.#leave) return;
    try {
      const text = await this.#framesOf(events, this.#seq);
      if (!this.#leave) return;
      this.#seq = Math.max(this.#seq, events.at(-1)?.seq ?? 0);
      if (text) res.write(text);
      if (res.writableLength > WAITING_MAX) this.#leave();
    } catch (error) {
      this.#failure = { error };
      this.#leave?.();
    }
  }

  async #framesOf(
    events: readonly SprintConnectEvent[],
    after: number,
  ): Promise<string> {
    const { orgId, types, filter } = this.#options;
    const mine = events.filter(event => event.orgId === orgId);
    return eventFrames(await filter.of(mine), { orgId, types, after });
  }

  async #catchUp(log: EventLog): Promise<void> {
    const { orgId, res } = this.#options;
    const after = this.#seq;
    const limit = PAGE;
    const backlog = await log.backlog({ orgId, after, limit });
    const { events, upTo, forgottenUpTo } = backlog;
    const gap =
      forgottenUpTo === undefined
        ? ''
        : gapFrame({ from: after + 1, to: forgottenUpTo });
    const text = gap + (await this.#framesOf(events, after));
    this.#seq = Math.max(upTo, forgottenUpTo ?? 0);
    if (text && !this.#isOver()) res.write(text);
  }

  /** Until the client has read what it was sent. It knows the last event that it got, and may go on from there. */
  async #flow(): Promise<void> {
    const { res, stallMs } = this.#options;
    if (!res.writableNeedDrain || this.#isOver()) return;
    const stalled = setTimeout(() => res.destroy(), stallMs);
    await new Promise<void>(resolve => {
      this.#moved = resolve;
    });
    clearTimeout(stalled);
  }
}
