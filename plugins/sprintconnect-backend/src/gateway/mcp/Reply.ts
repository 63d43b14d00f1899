import type { Response } from 'express';

const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream',
  // The root router compresses, and proxies collect: each would hold events back.
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
  // When the stream ends nothing else comes, and a backend that stops need not wait for the client to hang up.
  Connection: 'close',
};
/** Proxies end connections on which nothing comes for a minute. */
const HEARTBEAT_MS = 15_000;
/** A client that does not read is told nothing but its answer once so many bytes wait. */
const WAITING_MAX = 256 * 1024;

interface ReplyOptions {
  mayStream: boolean;
  heartbeatMs?: number;
}

/**
 * The answer to one request: JSON, or Server-Sent Events as soon as something is said before the answer, or nothing was said for long
 * (MCP, Streamable HTTP, Sending Messages to the Server).
 */
export class Reply {
  readonly #res: Response;
  readonly #mayStream: boolean;
  readonly #heartbeat?: NodeJS.Timeout;

  /** `mayStream`: the client takes event streams. `heartbeatMs`: how often a stream shows that it lives; default 15,000. */
  constructor(
    res: Response,
    { mayStream, heartbeatMs = HEARTBEAT_MS }: ReplyOptions,
  ) {
    this.#res = res;
    this.#mayStream = mayStream;
    if (!mayStream) return;
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs).unref();
    res.once('close', () => clearInterval(this.#heartbeat));
  }

  /** The client hears what is said before the answer. */
  get isHeard(): boolean {
    return this.#mayStream;
  }

  /** Says something before the answer, a message of JSON-RPC. False where the client cannot hear it, or does not listen. */
  tell(message: string): boolean {
    if (!this.#mayStream || this.#isOver()) return false;
    if (this.#res.writableLength > WAITING_MAX) return false;
    this.#open();
    this.#write(message);
    return true;
  }

  /** Gives the answer, a message of JSON-RPC. `status` counts where nothing was said before. */
  end(message: string, status = 200): void {
    clearInterval(this.#heartbeat);
    if (this.#isOver()) return;
    if (this.#res.headersSent) {
      this.#write(message);
      this.#res.end();
      return;
    }
    // Not by `send`, which hashes each list for an ETag that nobody asks by.
    this.#res
      .status(status)
      .set('Cache-Control', 'no-store')
      .set('Content-Length', String(Buffer.byteLength(message)))
      .type('application/json')
      .end(message);
  }

  /** Somebody else writes the answer. */
  handOver(): Response {
    clearInterval(this.#heartbeat);
    return this.#res;
  }

  #beat(): void {
    if (this.#isOver() || this.#res.writableNeedDrain) return;
    this.#open();
    this.#res.write(': waiting\n\n');
  }

  #open(): void {
    if (this.#res.headersSent) return;
    this.#res.status(200).set(STREAM_HEADERS);
    this.#res.flushHeaders();
  }

  /** JSON of `JSON.stringify` has no line breaks (ECMA-262), which would end the data. */
  #write(message: string): void {
    this.#res.write(`event: message\ndata: ${message}\n\n`);
  }

  #isOver(): boolean {
    return this.#res.closed || this.#res.writableEnded;
  }
}
