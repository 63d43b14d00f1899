import { v7 as uuid } from 'uuid';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import { parseExactly } from '../../json';
import type { RequestContext } from '../../ports';
import type { AskedCall } from '../call/Call';
import type { CallAnswer } from '../call/CallAnswer';
import type { Exchange, Question } from '../call/Exchange';
import type { Gateway } from '../pipeline/Gateway';
import { cancelled } from '../pipeline/refusals';
import type { Seal } from './createSeal';
import type { HeldState, HeldStore } from './HeldStore';
import { missingFor } from './missingFor';
import { Poll } from './Poll';
import { ownerOf, type Questions } from './Questions';
import { clientLacks, holderGone, stateUnknown } from './refusals';
import type { RequestStates } from './RequestStates';

export interface HeldCallsDeps {
  gateway: Pick<Gateway, 'call'>;
  store: HeldStore;
  seal: Seal;
  states: RequestStates;
  questions: Questions;
  logger: Pick<LoggerService, 'warn'>;
}

/** Processes say so often that they hold their calls. */
const BEAT_MS = 5_000;

/** A call that this instance makes while its client is asked. */
interface Held {
  id: string;
  holding: AbortController;
  /** What comes of it is written. */
  ended: Promise<void>;
}

/**
 * Calls of clients of MCP 2026-07-28, which cannot be asked during a request: they get a result that asks for input, and come back with it.
 * What a legacy server asks meanwhile is asked this way; the call goes on in this instance, and the client may come back to any. What a
 * modern server asks by such a result itself is passed on, with its state sealed in ours.
 */
export class HeldCalls {
  readonly #deps: HeldCallsDeps;
  readonly #held = new Map<string, Held>();
  readonly #states: Poll<HeldState>;
  #beating?: NodeJS.Timeout;

  constructor(deps: HeldCallsDeps) {
    this.#deps = deps;
    this.#states = new Poll(ids => deps.store.states(ids));
  }

  /** As {@link Gateway.call}; the result may ask for input. */
  async call(
    ctx: RequestContext,
    asked: AskedCall,
    exchange: Exchange,
  ): Promise<CallAnswer> {
    const { requestState, ...first } = asked;
    if (requestState === undefined) return this.#begin(ctx, asked, exchange);
    const state = this.#deps.states.open(ctx, asked, requestState);
    if (!state) return stateUnknown();
    return 'held' in state
      ? this.#resume(state.held, { ctx, asked, exchange })
      : this.#begin(ctx, { ...first, requestState: state.server }, exchange);
  }

  /** Waits for what comes of calls that are held, once the connections have ended. */
  async stop(): Promise<void> {
    await Promise.all([...this.#held.values()].map(({ ended }) => ended));
    clearInterval(this.#beating);
  }

  async #begin(
    ctx: RequestContext,
    asked: AskedCall,
    exchange: Exchange,
  ): Promise<CallAnswer> {
    const id = uuid();
    const holding = new AbortController();
    const leave = () => holding.abort(exchange.signal.reason);
    if (exchange.signal.aborted) leave();
    exchange.signal.addEventListener('abort', leave);
    let isHeld = false;
    let letGo = () => {};
    const asks = new Promise<void>(resolve => {
      letGo = resolve;
    });
    const hears = { ...exchange };
    const calling = this.#deps.gateway.call(ctx, asked, {
      ...hears,
      // Once the client has its result, nothing reaches it but the next one.
      ...(exchange.onProgress && {
        onProgress: progress => isHeld || exchange.onProgress!(progress),
      }),
      ...(exchange.onLog && {
        onLog: params => isHeld || exchange.onLog!(params),
      }),
      signal: holding.signal,
      takesInputRequired: true,
      ask: (question, signal) =>
        this.#ask({ ctx, id, exchange, letGo }, question, signal),
    });
    try {
      const answer = await Promise.race([calling, asks]);
      if (answer) return this.#sealedIn(answer, { ctx, asked, exchange });
      isHeld = true;
    } finally {
      exchange.signal.removeEventListener('abort', leave);
    }
    this.#keep({ id, holding, ended: this.#end(id, calling) });
    return this.#next(id, { ctx, asked, exchange });
  }

  async #ask(
    { ctx, id, exchange, letGo }: HoldingBack,
    question: Question,
    signal: AbortSignal,
  ): Promise<JsonObject> {
    const { clientCapabilities } = exchange;
    if (!missingFor(question, clientCapabilities)) {
      await this.#deps.store.hold(id, ownerOf(ctx));
    }
    return this.#deps.questions.ask(
      { ctx, callId: id, clientCapabilities },
      {
        question,
        tell: () => {
          letGo();
          this.#states.wake();
        },
      },
      signal,
    );
  }

  /** Writes what comes of a call, for whoever comes back for it. Never rejects. */
  async #end(id: string, calling: Promise<CallAnswer>): Promise<void> {
    const { store, seal, logger } = this.#deps;
    const answer = await calling.catch(error => {
      logger.warn('A call failed while its client was asked', error);
      return holderGone();
    });
    const sealed = seal.seal(JSON.stringify(answer), ['outcome', id]);
    await store
      .end(id, sealed)
      .catch(error => logger.warn("Couldn't keep what came of a call", error));
    this.#held.delete(id);
    if (this.#held.size === 0) {
      clearInterval(this.#beating);
      this.#beating = undefined;
    }
    this.#states.wake();
  }

  #keep(held: Held): void {
    this.#held.set(held.id, held);
    this.#beating ??= setInterval(() => void this.#beat(), BEAT_MS).unref();
  }

  async #beat(): Promise<void> {
    const ids = [...this.#held.keys()];
    // A database that is away says nothing about the calls.
    const over = await this.#deps.store.beat(ids).catch(() => []);
    for (const id of over) this.#held.get(id)?.holding.abort();
  }

  async #resume(id: string, round: Round): Promise<CallAnswer> {
    const { ctx, asked } = round;
    const { store, questions } = this.#deps;
    if (!(await store.isHeld(id, ownerOf(ctx)))) return holderGone();
    const given = Object.entries(asked.inputResponses ?? {});
    for (const [question, result] of given) {
      // What is no answer leaves the question open: it is asked again.
      if (typeof result !== 'object' || result === null) continue;
      const reply = { result: result as JsonObject };
      await questions.answer(ctx, { id: question, callId: id }, reply);
    }
    return this.#next(id, round);
  }

  /** The next thing that there is to say of a held call. */
  async #next(id: string, round: Round): Promise<CallAnswer> {
    const { store, seal } = this.#deps;
    const { signal } = round.exchange;
    const state = await this.#states.wait(id, signal).catch(error => {
      if (!signal.aborted) throw error;
      return undefined;
    });
    if (!state) return this.#cancel(id);
    if ('questions' in state) return this.#inputRequired(id, state, round);
    if (!(await store.forget(id)) || 'isDead' in state) return holderGone();
    const text = seal.open(state.outcome, ['outcome', id]);
    if (text === undefined) return holderGone();
    const answer = parseExactly(text).exact as CallAnswer;
    return this.#sealedIn(answer, round);
  }

  /** A client that closes its stream has cancelled (MCP 2026-07-28, Cancellation). */
  async #cancel(id: string): Promise<CallAnswer> {
    const held = this.#held.get(id);
    if (held) held.holding.abort();
    else await this.#deps.store.cancel(id);
    return { outcome: 'cancelled', refusal: cancelled(), durationMs: 0 };
  }

  #inputRequired(
    id: string,
    { questions }: Extract<HeldState, { questions: unknown }>,
    { ctx, asked }: Round,
  ): CallAnswer {
    const inputRequests = [...questions].map(([key, text]) => [
      key,
      this.#deps.questions.read(key, text),
    ]);
    const result = {
      resultType: 'input_required',
      inputRequests: Object.fromEntries(inputRequests),
      requestState: this.#deps.states.close(ctx, asked, { held: id }),
    };
    return { outcome: 'succeeded', result, durationMs: 0 };
  }

  /** The state of a server becomes one of ours, and what this client cannot be asked is not asked of it. */
  #sealedIn(answer: CallAnswer, { ctx, asked, exchange }: Round): CallAnswer {
    const { result } = answer;
    if (result?.resultType !== 'input_required') return answer;
    const requests = Object.values(
      (result.inputRequests ?? {}) as Record<string, JsonObject>,
    );
    for (const request of requests) {
      const { method, params = {} } = request ?? {};
      const question = {
        method: String(method),
        params: params as JsonObject,
      };
      const missing = missingFor(question, exchange.clientCapabilities);
      if (missing)
        return { ...answer, ...clientLacks(missing), result: undefined };
    }
    const { requestState: server } = result;
    if (typeof server !== 'string') return answer;
    const requestState = this.#deps.states.close(ctx, asked, { server });
    return { ...answer, result: { ...result, requestState } };
  }
}

/** One request of a client, of the several that make one call. */
interface Round {
  ctx: RequestContext;
  asked: AskedCall;
  exchange: Exchange;
}

interface HoldingBack extends Pick<Round, 'ctx' | 'exchange'> {
  id: string;
  letGo(): void;
}
