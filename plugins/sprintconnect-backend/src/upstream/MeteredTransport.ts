import type {
  JSONRPCMessage,
  MessageExtraInfo,
  Transport,
  TransportSendOptions,
} from '@modelcontextprotocol/client';
import { boundHandshake, HANDSHAKES } from './boundHandshake';
import type { FailureContext } from './explainUpstreamFailure';
import { isMalformed } from './isMalformed';
import { isSameId } from './isSameId';
import { LIST_METHODS, wrapListResult } from './listResults';
import { modernErrorOf } from './modernErrorOf';
import { rpcErrorIn } from './rpcErrorIn';
import { UpstreamError } from './UpstreamError';

/** What becomes of the result of a request, before the SDK sees it. */
type Rewrite = (result: unknown) => { [key: string]: unknown };
/** Of our own (JSON-RPC 2.0, section 5.1: -32000 to -32099 are for implementations); callers see the cause instead. */
const ANSWER_BROKE_OFF = -32000;

/** The answers to lists that are outstanding, as whoever reads their bodies knows them. */
export type ListAnswers = Pick<MeteredTransport, 'listOf' | 'failList'>;
/** Who reads the text of messages by itself, where somebody does. */
export type Diversion = Pick<MeteredTransport, 'reader'>;
/** What the SDK does not tell of the two connections of HTTP+SSE, as whoever makes them notes it. */
export type SseAnswers = Pick<MeteredTransport, 'endpoint' | 'refusal'>;

/** What a connection may take. */
interface Limits {
  messagesMax: number;
  /** Whether a message that is no JSON-RPC ends the connection. Processes may print; HTTP may not. */
  strict: boolean;
}

/**
 * A transport around a transport, which counts messages, keeps list results whole, bounds what a server says of itself, and
 * remembers why it failed.
 *
 * The SDK reports many failures (a broken stream, a body beyond its cap) only beside the request that they doom, and
 * the request then waits for its time limit. Here such a failure closes the connection at once, and `fault`
 * is what callers are told instead of "connection closed". The answer to a list, where it is known to be one, ends alone.
 */
export class MeteredTransport<
  T extends Transport = Transport,
> implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];

  /** What went wrong first. */
  fault: unknown;

  /** Whether `initialize` was asked. */
  askedInitialize = false;
  /** The first error by which the server showed that it is modern. The SDK passes over some of them. */
  modernError: unknown;
  /** Why `server/discover` got no answer in JSON-RPC, such as HTTP 404 of a proxy: no word of the server on its era. */
  discoverFailure: unknown;
  /** The id of `server/discover` while nothing has answered it. */
  openDiscover?: string | number;

  /** Over HTTP+SSE: the URL for messages that the event stream named. */
  endpoint?: string;
  /** The body of the answer by which the server refused the event stream, where it says why. */
  refusal?: string;

  /** Gets the text of each message, and the SDK none, once the handshake is done. */
  reader?: (text: string) => void;

  readonly #failure = new AbortController();

  readonly #rewrites = new Map<string | number, Rewrite>();
  #messages = 0;
  readonly #limits: Limits;

  readonly inner: T;

  constructor(
    /** Makes the transport inside, which reports to `fail` what it cannot tell the SDK. */
    make: (
      fail: (reason: unknown) => void,
      answers: ListAnswers & SseAnswers & Diversion,
    ) => T,
    limits: Limits,
  ) {
    this.#limits = limits;
    this.inner = make(reason => this.fail(reason), this);
  }

  /** Aborted when there is a fault. */
  get failed(): AbortSignal {
    return this.#failure.signal;
  }

  /** What explains a failure, beside the error. */
  get context(): FailureContext {
    return {
      fault: this.fault,
      inSession: this.sessionId !== undefined,
      endpoint: this.endpoint,
      hasAnswered: this.#messages > 0,
      text: this.refusal,
    };
  }

  get hasPerRequestStream() {
    return this.inner.hasPerRequestStream;
  }

  get sessionId() {
    return this.inner.sessionId;
  }

  async start(): Promise<void> {
    this.inner.onclose = () => this.onclose?.();
    this.inner.onerror = error => {
      if (this.#limits.strict && isMalformed(error)) {
        this.fail(error);
      }
      this.onerror?.(error);
    };
    this.inner.onmessage = (message, extra) => this.#receive(message, extra);
    await this.inner.start();
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions) {
    const isRequest = 'method' in message && 'id' in message;
    const rewrite = isRequest && rewriteOf(message.method);
    if (rewrite) this.#rewrites.set(message.id, rewrite);
    const method = isRequest ? message.method : undefined;
    this.askedInitialize ||= method === 'initialize';
    if (isRequest && method === 'server/discover')
      this.openDiscover = message.id;
    try {
      await this.inner.send(message, options);
    } catch (error) {
      if (method === 'server/discover') this.#doubt(error);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  setProtocolVersion(version: string) {
    this.inner.setProtocolVersion?.(version);
  }

  /** The id of the list request that this body of an HTTP request asks, if it does. */
  listOf(body: unknown): string | number | undefined {
    if (typeof body !== 'string' || this.#rewrites.size === 0) return undefined;
    const { id, method } = JSON.parse(body) as Record<string, unknown>;
    const isId = typeof id === 'string' || typeof id === 'number';
    return isId && LIST_METHODS.has(String(method)) ? id : undefined;
  }

  /** Tells the one list request that its answer broke off. The SDK would tell nobody, and others are none the worse. */
  failList(id: string | number, reason: unknown) {
    if (!this.#rewrites.delete(id)) return;
    this.onmessage?.({
      jsonrpc: '2.0',
      id,
      error: {
        code: ANSWER_BROKE_OFF,
        message: 'The response stopped halfway',
        data: { cause: reason },
      },
    });
  }

  /** From now on messages go to the reader as text, uncounted: what it keeps of them is its own matter. */
  divert(reader: (text: string) => void) {
    this.reader = reader;
  }

  /** Remembers the reason, if it is the first, and closes. */
  fail(reason: unknown) {
    this.fault ??= reason;
    this.#failure.abort();
    this.close().catch(() => {});
  }

  #doubt(error: unknown) {
    this.modernError ??= modernErrorOf(error);
    if (!rpcErrorIn(error)) this.discoverFailure = error;
    this.openDiscover = undefined;
  }

  #receive(message: JSONRPCMessage, extra?: MessageExtraInfo) {
    if (this.reader) return;
    this.#messages++;
    if (this.#messages > this.#limits.messagesMax) {
      if (this.#messages === this.#limits.messagesMax + 1) {
        this.fail(tooMany(this.#limits.messagesMax));
      }
      return;
    }
    if ('method' in message) {
      this.onmessage?.(message, extra);
      return;
    }
    if ('error' in message && modernErrorOf(message.error)) {
      this.modernError ??= message.error;
    }
    this.#answered(message.id);
    const rewrite = this.#takeRewrite(message.id);
    this.onmessage?.(
      rewrite && 'result' in message
        ? { ...message, result: rewrite(message.result) }
        : message,
      extra,
    );
  }

  #answered(id: unknown) {
    const { openDiscover } = this;
    if (openDiscover === undefined || !isSameId(id, openDiscover)) return;
    this.openDiscover = undefined;
  }

  /** What becomes of the answer with this id. Found as the SDK finds its request, or the answer would pass by unseen. */
  #takeRewrite(id: unknown): Rewrite | undefined {
    for (const [sent, rewrite] of this.#rewrites) {
      if (isSameId(id, sent)) {
        this.#rewrites.delete(sent);
        return rewrite;
      }
    }
    return undefined;
  }
}

function rewriteOf(method: string): Rewrite | undefined {
  if (LIST_METHODS.has(method)) return wrapListResult;
  return HANDSHAKES.has(method) ? boundHandshake : undefined;
}

function tooMany(messagesMax: number): UpstreamError {
  return new UpstreamError(
    'too-large',
    `The server sent more than ${messagesMax} messages on one connection. An administrator can raise sprintconnect.upstream.messagesMax.`,
  );
}
