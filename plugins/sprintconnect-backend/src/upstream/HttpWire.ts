import type { EgressError, WayOut } from '../ports';
import type { HttpRemote } from './askOnce';
import { headersOf } from './channelHeaders';
import type { SdkConnection } from './SdkConnection';
import type { ChannelRequest } from './UpstreamChannel';
import type { UpstreamSettings } from './UpstreamSettings';

export interface ChannelOptions {
  egress: WayOut;
  settings: UpstreamSettings;
}

/** How much may come back, and how long that may take. */
interface WireLimits {
  bytesMax: number;
  timeoutMs: number;
  signal: AbortSignal;
}

const NOTE_PATIENCE_MS = 5_000;
/** Time is kept by whoever asks, and says it better. */
const LATER_MS = 1_000;

/** Sends messages of one conversation over Streamable HTTP, through egress, with no headers but our own. */
export class HttpWire {
  readonly #connection: SdkConnection;
  readonly #options: ChannelOptions;

  constructor(connection: SdkConnection, options: ChannelOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  /** Posts a request. `onFailure` hears what egress refused or broke off. */
  post(
    message: object,
    request: ChannelRequest,
    limits: WireLimits & { onFailure(error: EgressError): void },
  ): Promise<Response> {
    return this.#fetch(limits, {
      method: 'POST',
      headers: headersOf(this.#connection, request),
      body: JSON.stringify(message),
    });
  }

  /** Asks for an event stream, from after an event on where one is named (MCP 2025-11-25, Resumability and Redelivery). */
  get(limits: WireLimits, lastId: string): Promise<Response> {
    return this.#fetch(limits, {
      method: 'GET',
      headers: {
        ...headersOf(this.#connection),
        accept: 'text/event-stream',
        ...(lastId && { 'last-event-id': lastId }),
      },
    });
  }

  /** Posts what has no answer: a notification, or an answer of ours. */
  async tell(message: object, signal: AbortSignal): Promise<void> {
    const limits = { bytesMax: 0, timeoutMs: NOTE_PATIENCE_MS, signal };
    const response = await this.#fetch(limits, {
      method: 'POST',
      headers: headersOf(this.#connection),
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    });
    await response.body?.cancel();
  }

  #fetch(
    limits: WireLimits & { onFailure?(error: EgressError): void },
    init: RequestInit,
  ): Promise<Response> {
    const { bytesMax, timeoutMs, signal, onFailure } = limits;
    const { egress, settings } = this.#options;
    const { url } = this.#connection.remote as HttpRemote;
    const fetch = egress.fetch(
      {
        headersTimeoutMs: timeoutMs + LATER_MS,
        bodyTimeoutMs: timeoutMs + LATER_MS,
        // Beside the answer a stream carries progress and questions.
        bodyBytesMax: bytesMax + settings.bodyBytesMax,
      },
      onFailure,
    );
    return fetch(url, { ...init, signal });
  }
}
