import type { UpstreamChannel } from '../../upstream';

/** How a channel is opened. Rejects when the signal is aborted. */
export type OpenKept = (signal: AbortSignal) => Promise<UpstreamChannel>;

/** What a channel is kept for. */
export interface KeptFor {
  /** Whose it is, of all that are kept: changes when the server turns out to open sessions, or not to. */
  key: string;
  /** The server as it is registered. */
  server: string;
  /** It may start a process. */
  isProcess: boolean;
}

/** A channel that is kept for the next call, from when it begins to be opened. */
export class KeptChannel {
  readonly server: string;
  readonly isProcess: boolean;
  /** Settles when it is open. */
  readonly ready: Promise<UpstreamChannel>;
  key: string;
  /** Once it is open. */
  channel?: UpstreamChannel;
  /** Calls that use it, or wait for it to open. */
  users = 0;
  /** No call begins on it any more. */
  isRetired = false;
  usedAt = performance.now();
  timer?: NodeJS.Timeout;
  readonly #opening = new AbortController();

  constructor({ key, server, isProcess }: KeptFor, open: OpenKept) {
    this.key = key;
    this.server = server;
    this.isProcess = isProcess;
    this.ready = open(this.#opening.signal).then(channel => {
      this.channel = channel;
      return channel;
    });
  }

  /** It opened a session, so that it serves one caller. A process has none: it is one conversation with whoever calls. */
  get isSession(): boolean {
    const { channel } = this;
    return channel?.hasSession === true && channel.remote.type !== 'stdio';
  }

  /** Ends it, or the opening of it. Never rejects. */
  async close(): Promise<void> {
    this.#opening.abort();
    await this.ready.then(channel => channel.close()).catch(() => {});
  }
}
