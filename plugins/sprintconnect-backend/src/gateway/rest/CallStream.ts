import type { Response } from 'express';
import type { Progress } from '../call/Exchange';

const HEADERS = {
  'Content-Type': 'text/event-stream',
  // The root router compresses, and proxies collect: each would hold events back.
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
  Connection: 'close',
};
/** Proxies end connections on which nothing comes for a minute. */
const HEARTBEAT_MS = 15_000;
/** A client that reads no progress for so many bytes is told none, and its result all the same. */
const WAITING_MAX = 256 * 1024;

/** The answer to a call as Server-Sent Events: how far it has come, and at last its result or its problem. */
export class CallStream {
  readonly #res: Response;
  readonly #heartbeat: NodeJS.Timeout;

  /** `heartbeatMs`: how often the stream shows that it lives. Default: 15,000. */
  constructor(res: Response, { heartbeatMs = HEARTBEAT_MS } = {}) {
    this.#res = res;
    res.status(200).set(HEADERS);
    res.flushHeaders();
    res.write(': open\n\n');
    this.#heartbeat = setInterval(
      () => res.write(': heartbeat\n\n'),
      heartbeatMs,
    ).unref();
    res.once('close', () => clearInterval(this.#heartbeat));
  }

  progress(progress: Progress): void {
    if (this.#res.writableLength > WAITING_MAX) return;
    this.#write('progress', JSON.stringify(progress));
  }

  end(event: 'result' | 'problem', json: string): void {
    clearInterval(this.#heartbeat);
    this.#write(event, json);
    this.#res.end();
  }

  /** JSON of `JSON.stringify` has no line breaks (ECMA-262), which would end the data. */
  #write(event: string, json: string): void {
    this.#res.write(`event: ${event}\ndata: ${json}\n\n`);
  }
}
