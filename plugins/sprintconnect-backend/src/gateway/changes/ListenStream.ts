import type { Response } from 'express';
import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { ListName } from './SightStore';

const HEADERS = {
  'Content-Type': 'text/event-stream',
  // The root router compresses, and proxies collect: each would hold notifications back.
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/** What one client wants to hear, in the words of its revision of MCP. */
export interface ListenWords {
  /** The lists that it asked for; others are not told. */
  lists: readonly ListName[];
  /** Said before anything else. */
  opening?: JsonObject;
  /** Begins when the stream is open, and hears of single resources. Gives how to stop. */
  follow?(onUpdated: (uri: string) => void): () => void;
  /** `_meta` of each notification. */
  meta?: JsonObject;
  /** Said where we end the stream in order. */
  closing?: JsonObject;
}

/** One client that listens: a response that stays open. What is told before it is opened is said then. */
export class ListenStream {
  readonly #res: Response;
  readonly #words: ListenWords;
  /** What changed while the client did not read. */
  readonly #pending = new Set<ListName>();
  readonly #updated = new Set<string>();
  #isStalled = false;
  #isOpen = false;
  #isOver = false;

  constructor(res: Response, words: ListenWords) {
    this.#res = res;
    this.#words = words;
    res.on('drain', () => this.#flow());
  }

  open(): void {
    const { opening } = this.#words;
    this.#res.status(200).set(HEADERS);
    this.#res.flushHeaders();
    this.#res.write(opening ? frameOf(opening) : ': listening\n\n');
    this.#isOpen = true;
    this.#flow();
    if (this.#isOver) this.end();
  }

  /** Tells that lists changed, of those that were asked for; once they are read, where the client does not read now. */
  tell(lists: readonly ListName[]): void {
    for (const each of lists) {
      if (this.#words.lists.includes(each)) this.#pending.add(each);
    }
    if (!this.#res.writableNeedDrain) this.#flow();
  }

  /** Tells that a resource changed, the same way. */
  update(uri: string): void {
    this.#updated.add(uri);
    if (!this.#res.writableNeedDrain) this.#flow();
  }

  /** Shows that the stream lives. A client that has read nothing since the last time is left. */
  beat(): void {
    if (!this.#res.writableNeedDrain) {
      this.#isStalled = false;
      if (!this.#isOver) this.#res.write(': still here\n\n');
    } else if (this.#isStalled) {
      this.#res.destroy();
    } else {
      this.#isStalled = true;
    }
  }

  /** Ends it in order, which a client that does not read cannot be told. */
  end(): void {
    const { closing } = this.#words;
    this.#isOver = true;
    if (!this.#isOpen || this.#res.writableEnded) return;
    if (this.#res.writableNeedDrain) this.#res.destroy();
    else if (closing) this.#res.end(frameOf(closing));
    else this.#res.end();
  }

  #flow(): void {
    this.#isStalled = false;
    if (!this.#isOpen || this.#isOver || this.#res.destroyed) return;
    const { meta } = this.#words;
    const params = meta && { _meta: meta };
    for (const list of this.#pending) {
      const method = `notifications/${list}/list_changed`;
      this.#res.write(frameOf({ method, ...(params && { params }) }));
    }
    this.#pending.clear();
    for (const uri of this.#updated) {
      const method = 'notifications/resources/updated';
      this.#res.write(frameOf({ method, params: { uri, ...params } }));
    }
    this.#updated.clear();
  }
}

function frameOf(message: JsonObject): string {
  return `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`;
}
