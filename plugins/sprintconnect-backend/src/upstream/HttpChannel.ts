import { setTimeout as sleep } from 'node:timers/promises';
import { withSignal } from '@sprintconnect/plugin-sprintconnect-common';
import type { EgressError } from '../ports';
import type { HttpRemote } from './askOnce';
import {
  answerOf,
  asNeverRan,
  cancelled,
  hasEnded,
  noMessage,
  resultTooLarge,
  tooLate,
  tooManyMessages,
  wasNeverSent,
} from './channelFailures';
import { describeRemote } from './describeRemote';
import { envelope } from './envelope';
import { explainUpstreamFailure } from './explainUpstreamFailure';
import { hasLostSession } from './hasLostSession';
import { refuseWrongHeaders } from './channelHeaders';
import { type ChannelOptions, HttpWire } from './HttpWire';
import { listenToServer, RETRY_MS, RETRY_MS_MAX } from './listenToServer';
import { loginRequiredBy } from './loginRequiredBy';
import { isProgress, OpenRequest, unknownQuestion } from './OpenRequest';
import { BodyTooLarge, readEvents, readText } from './readBody';
import { readMessage, type RpcMessage } from './readMessage';
import type { SdkConnection } from './SdkConnection';
import type {
  ChannelAnswer,
  ChannelHandling,
  ChannelRequest,
  UpstreamChannel,
} from './UpstreamChannel';
import { UpstreamError } from './UpstreamError';

type Listener = Parameters<UpstreamChannel['onNotification']>[0];
interface Asking {
  open: OpenRequest;
  handling: ChannelHandling;
  within: AbortSignal;
}

const REFUSAL_BYTES_MAX = 64 * 1024;
const RESUMPTIONS_MAX = 5;
/** Errors about the hop between us and the server, which mean nothing to our caller: HeaderMismatch, UnsupportedProtocolVersion. */
const OF_THE_HOP: ReadonlySet<number> = new Set([-32020, -32022]);

/**
 * An UpstreamChannel over Streamable HTTP, of both eras. The SDK does the handshake; what follows is written and read by hand, because
 * the SDK loses digits and costs several times the processor time (docs/decisions/0080).
 */
export class HttpChannel implements UpstreamChannel {
  readonly remote: HttpRemote;
  readonly closed: Promise<void>;
  isOver = false;

  readonly #connection: SdkConnection;
  readonly #options: ChannelOptions;
  readonly #wire: HttpWire;
  readonly #ending = new AbortController();
  readonly #listeners = new Set<Listener>();
  readonly #asked = new Set<Asking>();
  #lastId = 0;
  #isListening = false;

  constructor(connection: SdkConnection, options: ChannelOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#wire = new HttpWire(connection, options);
    this.remote = connection.remote as HttpRemote;
    this.closed = connection.closed.then(() => this.#end());
  }

  get verdict() {
    return this.#connection.verdict;
  }

  get capabilities() {
    return this.#connection.capabilities;
  }

  get hasSession() {
    return this.#connection.sessionId !== undefined;
  }

  async request(
    request: ChannelRequest,
    handling: ChannelHandling,
  ): Promise<ChannelAnswer> {
    if (this.isOver) throw asNeverRan(hasEnded(this.remote));
    refuseWrongHeaders(request, this.verdict);
    const { signal, timeoutMs } = handling;
    const open = new OpenRequest(++this.#lastId, handling);
    return withSignal(
      { sources: [signal, this.#ending.signal], timeoutMs },
      async (within, tied) => {
        if (within.aborted) throw asNeverRan(cancelled(this.remote));
        const asking = { open, handling, within };
        this.#asked.add(asking);
        if (open.canBeAsked) this.#listenOnce();
        try {
          return await this.#ask(request, asking);
        } catch (error) {
          if (!within.aborted) throw error;
          this.#cancel(open);
          throw tied.isLate
            ? tooLate(this.remote, timeoutMs)
            : cancelled(this.remote);
        } finally {
          this.#asked.delete(asking);
        }
      },
    );
  }

  /** Over HTTP a legacy server announces on a stream that is asked for (MCP 2025-11-25, Listening for Messages from the Server). */
  onNotification(listener: Listener) {
    this.#listeners.add(listener);
    this.#listenOnce();
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async close(): Promise<void> {
    this.#end();
    await this.#connection.close();
  }

  #listenOnce() {
    if (this.#isListening || this.verdict.era === 'modern') return;
    this.#isListening = true;
    listenToServer(this.#wire, {
      signal: this.#ending.signal,
      eventBytesMax: this.#options.settings.bodyBytesMax,
      hear: message => this.#hear(message),
    }).catch(() => {});
  }

  #end() {
    this.isOver = true;
    this.#ending.abort();
  }

  async #ask(request: ChannelRequest, asking: Asking): Promise<ChannelAnswer> {
    const { open, handling, within } = asking;
    const { clientCapabilities, resultBytesMax, timeoutMs } = handling;
    const { verdict } = this;
    let fault: EgressError | undefined;
    let isHeard = false;
    try {
      const message = envelope(request, open, { verdict, clientCapabilities });
      const response = await this.#wire.post(message, request, {
        bytesMax: resultBytesMax,
        timeoutMs,
        signal: within,
        onFailure: error => {
          fault ??= error;
        },
      });
      isHeard = true;
      return await this.#read(response, asking);
    } catch (error) {
      if (error instanceof BodyTooLarge)
        throw resultTooLarge(this.remote, resultBytesMax);
      const failure = explainUpstreamFailure(error, this.remote, { fault });
      throw !isHeard && wasNeverSent(fault ?? error)
        ? asNeverRan(failure)
        : failure;
    }
  }

  async #read(response: Response, asking: Asking): Promise<ChannelAnswer> {
    if (!response.ok) return this.#refused(response, asking.open);
    const type = response.headers.get('content-type') ?? '';
    if (/^text\/event-stream\b/i.test(type))
      return this.#follow(response, asking);
    if (!/^application\/([a-z0-9.+-]+\+)?json\b/i.test(type)) {
      await response.body?.cancel();
      throw new UpstreamError(
        'protocol',
        `${describeRemote(this.remote)} returned a content type other than application/json or text/event-stream. Check that the URL is an MCP endpoint.`,
      );
    }
    const { resultBytesMax } = asking.handling;
    const text = await readText(response, resultBytesMax);
    const message = readMessage(text);
    if (!message) throw noMessage(this.remote);
    if (!asking.open.isAnsweredBy(message)) {
      throw new UpstreamError(
        'protocol',
        `${describeRemote(this.remote)} responded, but not to this request`,
      );
    }
    return this.#answer(message, text);
  }

  #answer(message: RpcMessage, text: string): ChannelAnswer {
    const bytes = Buffer.byteLength(text);
    return answerOf(message, { remote: this.remote, bytes });
  }

  async #refused(
    response: Response,
    open: OpenRequest,
  ): Promise<ChannelAnswer> {
    const { status } = response;
    const login = loginRequiredBy(response, this.remote);
    if (login) {
      await response.body?.cancel();
      throw login;
    }
    const text = await readText(response, REFUSAL_BYTES_MAX).catch(() => '');
    const inSession = this.hasSession;
    const refusal = Object.assign(new Error(`HTTP ${status}`), {
      data: { status, text },
    });
    if (hasLostSession(refusal, { status, inSession })) {
      this.isOver = true;
      throw asNeverRan(
        explainUpstreamFailure(refusal, this.remote, { inSession }),
      );
    }
    // Errors of the modern era come as HTTP 400 and 404 (MCP 2026-07-28, Streamable HTTP).
    const message =
      status === 400 || status === 404 ? readMessage(text) : undefined;
    const isAnswer = message?.error && open.isAnsweredBy(message);
    if (isAnswer && !OF_THE_HOP.has(message.error!.code)) {
      return this.#answer(message, text);
    }
    throw explainUpstreamFailure(refusal, this.remote, { inSession });
  }

  /** Reads events until the answer. A legacy stream that ended before is resumed where the server numbers its events. */
  async #follow(first: Response, asking: Asking): Promise<ChannelAnswer> {
    const { within, handling } = asking;
    const most = handling.resultBytesMax;
    const place = { lastId: '', retryMs: RETRY_MS, left: RESUMPTIONS_MAX };
    let response = first;
    let seen = 0;
    for (;;) {
      try {
        for await (const { data, id, retryMs } of readEvents(response, most)) {
          if (retryMs !== undefined)
            place.retryMs = Math.min(retryMs, RETRY_MS_MAX);
          if (id) Object.assign(place, { lastId: id, left: RESUMPTIONS_MAX });
          if (!data) continue;
          if (++seen > this.#options.settings.messagesMax)
            throw tooManyMessages(
              this.remote,
              this.#options.settings.messagesMax,
            );
          const message = readMessage(data);
          if (!message) throw noMessage(this.remote);
          if (asking.open.isAnsweredBy(message)) {
            if (Buffer.byteLength(data) > most) throw new BodyTooLarge();
            return this.#answer(message, data);
          }
          this.#hear(message, asking);
        }
      } catch (error) {
        const isOurs =
          error instanceof BodyTooLarge || error instanceof UpstreamError;
        if (isOurs || within.aborted || !place.lastId) throw error;
      }
      const mayResume = this.verdict.era === 'legacy' && place.lastId;
      if (!mayResume || place.left-- === 0) {
        throw new UpstreamError(
          'protocol',
          `${describeRemote(this.remote)} ended its event stream without responding`,
        );
      }
      response = await this.#resume(place, asking);
    }
  }

  async #resume(
    { lastId, retryMs }: { lastId: string; retryMs: number },
    { within, handling }: Asking,
  ): Promise<Response> {
    await sleep(retryMs, undefined, { signal: within });
    const { resultBytesMax: bytesMax, timeoutMs } = handling;
    const limits = { bytesMax, timeoutMs, signal: within };
    const response = await this.#wire.get(limits, lastId);
    if (!response.ok) {
      await response.body?.cancel();
      throw new UpstreamError(
        'protocol',
        `${describeRemote(this.remote)} ended its event stream and didn't resume it (HTTP ${response.status})`,
      );
    }
    return response;
  }

  #hear(message: RpcMessage, asking?: Asking) {
    const { id, method, params = {} } = message;
    // An answer to something else was asked by nobody here, or has been given already.
    if (method === undefined) return;
    if (id !== undefined) {
      this.#reply(message, asking).catch(() => {});
      return;
    }
    if (asking?.open.hears(message) || isProgress(message)) return;
    if ([...this.#asked].some(({ open }) => open.hearsElicited(message)))
      return;
    for (const listener of this.#listeners) listener({ method, params });
  }

  /** A modern server asks by its result, and never by a request (MCP 2026-07-28, multi-round-trip requests). */
  async #reply(question: RpcMessage, asking?: Asking) {
    if (this.verdict.era === 'modern') return;
    // Beside the streams of requests nothing says which one a question belongs to. All are of one caller.
    const asked =
      asking ?? [...this.#asked].reverse().find(({ open }) => open.canBeAsked);
    const reply = asked
      ? await asked.open.replyTo(question, asked.within)
      : unknownQuestion(question.method ?? '');
    await this.#wire.tell({ id: question.id, ...reply }, this.#ending.signal);
  }

  /** A modern server knows by the end of the stream (MCP 2026-07-28, Cancellation). */
  #cancel({ id }: OpenRequest) {
    if (this.verdict.era === 'modern' || this.isOver) return;
    const params = { requestId: id, reason: 'The caller stopped waiting' };
    const message = { method: 'notifications/cancelled', params };
    this.#wire.tell(message, this.#ending.signal).catch(() => {});
  }
}
