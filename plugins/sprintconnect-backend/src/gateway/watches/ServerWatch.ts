import { withSignal } from '@sprintconnect/plugin-sprintconnect-common';
import { pause } from '../../pace';
import type { ChannelAnswer, UpstreamChannel } from '../../upstream';

/** Does work on a connection to the server, which is ours and no caller's. */
export type UseServer = (
  signal: AbortSignal,
  work: (channel: UpstreamChannel) => Promise<void>,
) => Promise<void>;

const UPDATED = 'notifications/resources/updated';
const DAY_MS = 24 * 3600 * 1000;
const REQUEST_MS = 30_000;
const ANSWER_BYTES_MAX = 1024 * 1024;
/** After so long a conversation begins anew, with the server as it is registered then. */
const CONVERSATION_MS = 5 * 60_000;
const RETRY_MS = { first: 1_000, last: 60_000 };

/**
 * What is subscribed to at one server, once for all who listen in this instance (MCP 2025-11-25, Resources, Subscriptions; 2026-07-28,
 * Subscriptions). While nobody listens nothing is subscribed.
 */
export class ServerWatch {
  readonly #use: UseServer;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #ending = new AbortController();
  #changing = new AbortController();
  #running?: Promise<void>;

  constructor(use: UseServer) {
    this.#use = use;
  }

  get isIdle(): boolean {
    return this.#listeners.size === 0;
  }

  /** Hears that the resource changed. Gives how to stop. */
  add(uri: string, listener: () => void): () => void {
    const all = this.#listeners.get(uri) ?? new Set();
    this.#listeners.set(uri, all.add(listener));
    if (all.size === 1) this.#changing.abort();
    this.#running ??= this.#run();
    return () => {
      all.delete(listener);
      if (all.size > 0 || this.#listeners.get(uri) !== all) return;
      this.#listeners.delete(uri);
      this.#changing.abort();
    };
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#listeners.clear();
    this.#ending.abort();
    await this.#running;
  }

  /** Until nobody listens. What fails is begun again, the later the more often it failed. */
  async #run(): Promise<void> {
    const { signal } = this.#ending;
    let retryMs = RETRY_MS.first;
    while (!this.isIdle && !signal.aborted) {
      const begunAt = performance.now();
      await withSignal(
        { sources: [signal], timeoutMs: CONVERSATION_MS },
        within => this.#use(within, channel => this.#converse(channel, within)),
      ).catch(() => {});
      if (performance.now() - begunAt >= RETRY_MS.last) {
        retryMs = RETRY_MS.first;
        continue;
      }
      if (this.isIdle) break;
      await pause(retryMs, signal);
      retryMs = Math.min(retryMs * 2, RETRY_MS.last);
    }
    this.#running = undefined;
  }

  async #converse(channel: UpstreamChannel, signal: AbortSignal) {
    const leave = channel.onNotification(({ method, params }) => {
      if (method !== UPDATED) return;
      for (const each of this.#listeners.get(String(params.uri)) ?? []) each();
    });
    const subscribed = new Set<string>();
    try {
      while (!this.isIdle && !signal.aborted && !channel.isOver) {
        this.#changing = new AbortController();
        const changing = this.#changing.signal;
        const isModern = channel.verdict.era === 'modern';
        if (isModern) await this.#listen(channel, { signal, changing });
        else await this.#subscribe(channel, { signal, changing, subscribed });
      }
      if (!channel.isOver)
        await this.#unsubscribe(channel, { signal, subscribed });
    } finally {
      leave();
    }
  }

  /** One request that stays open, for all that is listened to now. */
  async #listen(
    channel: UpstreamChannel,
    { signal, changing }: { signal: AbortSignal; changing: AbortSignal },
  ) {
    const notifications = {
      resourceSubscriptions: [...this.#listeners.keys()],
    };
    try {
      await withSignal({ sources: [signal, changing] }, within =>
        request(channel, {
          ...{ method: 'subscriptions/listen', params: { notifications } },
          ...{ signal: within, timeoutMs: DAY_MS },
        }),
      );
    } catch (error) {
      if (!changing.aborted) throw error;
      return;
    }
    throw new Error('The server ended the subscription');
  }

  async #subscribe(
    channel: UpstreamChannel,
    options: {
      signal: AbortSignal;
      changing: AbortSignal;
      subscribed: Set<string>;
    },
  ) {
    const { signal, changing, subscribed } = options;
    for (const uri of this.#listeners.keys()) {
      if (subscribed.has(uri)) continue;
      // What the server refuses is not asked for again, and nothing is heard of it.
      await request(channel, {
        ...{ method: 'resources/subscribe', params: { uri }, signal },
        timeoutMs: REQUEST_MS,
      });
      subscribed.add(uri);
    }
    await this.#unsubscribe(channel, { signal, subscribed });
    await withSignal({ sources: [signal, changing] }, within =>
      Promise.race([channel.closed, pause(DAY_MS, within)]),
    );
  }

  /** From what nobody listens to any more. */
  async #unsubscribe(
    channel: UpstreamChannel,
    { signal, subscribed }: { signal: AbortSignal; subscribed: Set<string> },
  ) {
    for (const uri of subscribed) {
      if (this.#listeners.has(uri)) continue;
      await request(channel, {
        ...{ method: 'resources/unsubscribe', params: { uri }, signal },
        timeoutMs: REQUEST_MS,
      });
      subscribed.delete(uri);
    }
  }
}

function request(
  channel: UpstreamChannel,
  {
    method,
    params,
    ...handling
  }: {
    method: string;
    params: Record<string, unknown>;
    signal: AbortSignal;
    timeoutMs: number;
  },
): Promise<ChannelAnswer> {
  return channel.request(
    { method, params },
    {
      ...handling,
      clientCapabilities: {},
      resultBytesMax: ANSWER_BYTES_MAX,
    },
  );
}
