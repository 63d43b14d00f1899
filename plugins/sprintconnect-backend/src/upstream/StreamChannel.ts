import {
  type JsonObject,
  type Remote,
  withSignal,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  answerOf,
  asNeverRan,
  cancelled,
  hasEnded,
  resultTooLarge,
  tooLate,
} from './channelFailures';
import { envelope } from './envelope';
import { explainUpstreamFailure } from './explainUpstreamFailure';
import type { MeteredTransport } from './MeteredTransport';
import { isProgress, OpenRequest, unknownQuestion } from './OpenRequest';
import { readMessage, type RpcMessage } from './readMessage';
import type { SdkConnection } from './SdkConnection';
import type {
  ChannelAnswer,
  ChannelHandling,
  ChannelRequest,
  UpstreamChannel,
} from './UpstreamChannel';
import type { UpstreamError } from './UpstreamError';

type Listener = Parameters<UpstreamChannel['onNotification']>[0];

interface Waiting {
  open: OpenRequest;
  within: AbortSignal;
  answered(message: RpcMessage, text: string): void;
}

/**
 * An UpstreamChannel where all messages share one stream: stdio, and HTTP+SSE. The transports stay what they are; from the handshake on
 * the text of each message comes here instead of to the SDK.
 */
export class StreamChannel implements UpstreamChannel {
  readonly hasSession = true;
  readonly closed: Promise<void>;
  isOver = false;

  readonly #connection: SdkConnection;
  readonly #transport: MeteredTransport;
  readonly #listeners = new Set<Listener>();
  readonly #waiting = new Set<Waiting>();
  readonly #ending = new AbortController();
  #lastId = 0;

  constructor(connection: SdkConnection) {
    this.#connection = connection;
    this.#transport = connection.transport;
    this.#transport.divert(text => this.#receive(text));
    this.closed = connection.closed.then(() => this.#end());
  }

  get remote(): Remote {
    return this.#connection.remote;
  }

  get verdict() {
    return this.#connection.verdict;
  }

  get capabilities() {
    return this.#connection.capabilities;
  }

  async request(
    request: ChannelRequest,
    handling: ChannelHandling,
  ): Promise<ChannelAnswer> {
    const { signal, timeoutMs } = handling;
    const { failed } = this.#transport;
    if (this.isOver || failed.aborted) throw asNeverRan(this.#broken());
    if (signal.aborted) throw asNeverRan(cancelled(this.remote));
    // Not a number that the SDK may have used for the handshake.
    const open = new OpenRequest(1_000_000 + ++this.#lastId, handling);
    const sources = [signal, this.#ending.signal, failed];
    return withSignal({ sources, timeoutMs }, async (within, tied) => {
      try {
        return await this.#ask(request, { open, handling, within });
      } catch (error) {
        if (!within.aborted) throw error;
        if (this.isOver || failed.aborted) throw this.#broken();
        this.#cancel(open);
        throw tied.isLate
          ? tooLate(this.remote, timeoutMs)
          : cancelled(this.remote);
      }
    });
  }

  onNotification(listener: Listener) {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async close(): Promise<void> {
    this.#end();
    await this.#connection.close();
  }

  #end() {
    this.isOver = true;
    this.#ending.abort();
  }

  #ask(
    request: ChannelRequest,
    asking: {
      open: OpenRequest;
      handling: ChannelHandling;
      within: AbortSignal;
    },
  ): Promise<ChannelAnswer> {
    const { open, handling, within } = asking;
    const { clientCapabilities, resultBytesMax } = handling;
    const { remote, verdict } = this;
    return new Promise<ChannelAnswer>((resolve, reject) => {
      let abort = () => {};
      const waiting: Waiting = { open, within, answered: () => {} };
      const end = (settle: () => void) => {
        this.#waiting.delete(waiting);
        within.removeEventListener('abort', abort);
        settle();
      };
      abort = () => end(() => reject(within.reason));
      waiting.answered = (message, text) =>
        end(() => {
          const bytes = Buffer.byteLength(text);
          if (bytes > resultBytesMax)
            reject(resultTooLarge(remote, resultBytesMax));
          else resolve(answerOf(message, { remote, bytes }));
        });
      within.addEventListener('abort', abort);
      this.#waiting.add(waiting);
      const message = envelope(request, open, { verdict, clientCapabilities });
      this.#transport
        .send(message)
        .catch((error: unknown) => end(() => reject(this.#explain(error))));
    });
  }

  /** What is no message is passed over: processes may print. */
  #receive(text: string) {
    const message = readMessage(text);
    if (!message) return;
    const { id, method, params = {} } = message;
    const all = [...this.#waiting];
    if (method === undefined) {
      // An answer to something else was asked by nobody here, or has been given already.
      all
        .find(({ open }) => open.isAnsweredBy(message))
        ?.answered(message, text);
      return;
    }
    if (id !== undefined) {
      this.#reply(message).catch(() => {});
      return;
    }
    const isHeard = all.some(
      ({ open }) => open.hears(message) || open.hearsElicited(message),
    );
    if (isHeard || isProgress(message)) return;
    for (const listener of this.#listeners) listener({ method, params });
  }

  /** Nothing says which request a question belongs to. All are of one caller, so the youngest that can be asked is. */
  async #reply(question: RpcMessage) {
    if (this.verdict.era === 'modern') return;
    const asked = [...this.#waiting]
      .reverse()
      .find(({ open }) => open.canBeAsked);
    const reply = asked
      ? await asked.open.replyTo(question, asked.within)
      : unknownQuestion(question.method ?? '');
    const id = question.id as string | number;
    await this.#transport.send({ jsonrpc: '2.0', id, ...reply });
  }

  #cancel({ id }: OpenRequest) {
    const params: JsonObject = {
      requestId: id,
      reason: 'The caller stopped waiting',
    };
    this.#transport
      .send({ jsonrpc: '2.0', method: 'notifications/cancelled', params })
      .catch(() => {});
  }

  #broken(): UpstreamError {
    const { fault } = this.#transport;
    return fault === undefined ? hasEnded(this.remote) : this.#explain(fault);
  }

  #explain(error: unknown): UpstreamError {
    const { context } = this.#transport;
    const failure = explainUpstreamFailure(error, this.remote, context);
    if (failure.lostSession) this.#end();
    return failure.lostSession ? asNeverRan(failure) : failure;
  }
}
