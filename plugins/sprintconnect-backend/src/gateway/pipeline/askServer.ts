import {
  type JsonObject,
  withSignal,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  type ChannelAnswer,
  type UpstreamChannel,
  UpstreamError,
} from '../../upstream';
import type { ConnectionLinks } from '../../ports';
import type { Refusal, RpcFault } from '../call/CallAnswer';
import type { Exchange, Question } from '../call/Exchange';
import { RpcError } from '../call/RpcError';
import {
  type ConnectionPool,
  ConnectionRefused,
} from '../connections/ConnectionPool';
import { paramsOf } from './paramsOf';
import type { Passage } from './Passage';
import {
  cancelled,
  clientTooPlain,
  noAccount,
  nobodyAnswered,
  nobodyToAsk,
  notConnected,
  timedOut,
  tooManyRounds,
  unreachable,
} from './refusals';
import { WorkingTime } from './WorkingTime';
import { callerKeyOf } from './steps';
import { accountOwnerOf, targetOf } from './targetOf';

/** What a server made of a call. */
export type ServerAnswer =
  | { result: JsonObject; bytes: number }
  | { fault: RpcFault; bytes: number }
  | {
      refusal: Refusal;
      outcome: 'refused' | 'cancelled' | 'timed-out' | 'upstream-failed';
      wasAsked?: true;
    };

export interface AskOptions {
  pool: ConnectionPool;
  /** Where an account is connected that a call lacks. */
  links: ConnectionLinks;
  exchange: Exchange;
  /** Without the time in which the client is asked. */
  timeoutMs: number;
  /** How long the client may take for an answer. */
  answerMs: number;
  resultBytesMax: number;
}

const ROUNDS_MAX = 10;
/** MissingRequiredClientCapability (MCP 2026-07-28). */
const CLIENT_TOO_PLAIN = -32021;

/** What is known of one call while it is made. */
interface Asking extends AskOptions {
  signal: AbortSignal;
  /** Whether the server may have begun with it. */
  state: { wasAsked: boolean };
  time: WorkingTime;
}

/** Puts the question to the server, and brings its answer: a value, whatever the server does. Throws only for what nobody foresaw. */
export async function askServer(
  passage: Passage,
  options: AskOptions,
): Promise<ServerAnswer> {
  const { exchange } = options;
  const state = { wasAsked: false };
  const time = new WorkingTime(options);
  return withSignal(
    { sources: [exchange.signal, time.signal] },
    async signal => {
      try {
        signal.throwIfAborted();
        return await options.pool.use(
          wantedBy(passage, exchange),
          signal,
          channel =>
            converse(channel, passage, { ...options, signal, state, time }),
        );
      } catch (error) {
        const ended =
          (await lackOfAccount(error, passage, options)) ??
          endedBy(error, { time, options });
        return state.wasAsked ? { ...ended, wasAsked: true } : ended;
      } finally {
        time.stop();
      }
    },
  );
}

function wantedBy({ ctx, found }: Passage, exchange: Exchange) {
  return {
    target: targetOf(ctx, found!),
    callerKey: callerKeyOf(ctx),
    clientCapabilities: exchange.clientCapabilities,
  };
}

/** Asks, and where the server asks back of a client that does not repeat requests by itself, asks that and repeats it. */
async function converse(
  channel: UpstreamChannel,
  passage: Passage,
  options: Asking,
): Promise<ServerAnswer> {
  const { exchange, signal, time } = options;
  let params = paramsOf(passage.asked, passage.found!);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const answer = await askOnce(channel, { passage, params }, options);
    const asks = questionsIn(answer);
    if (!asks || exchange.takesInputRequired) return answered(answer);
    const gained = await time.rest(() =>
      answerAll(asks.inputRequests, exchange, signal),
    );
    if ('refusal' in gained) {
      return { ...gained, outcome: 'refused', wasAsked: true };
    }
    params = { ...params, inputResponses: gained.responses };
    delete params.requestState;
    if (asks.requestState !== undefined) {
      params.requestState = asks.requestState;
    }
  }
  return {
    refusal: tooManyRounds(ROUNDS_MAX),
    outcome: 'upstream-failed',
    wasAsked: true,
  };
}

/** One request. What the server knows of it is noted before it goes out, and taken back where it never ran. */
async function askOnce(
  channel: UpstreamChannel,
  {
    passage: { asked, found },
    params,
  }: { passage: Passage; params: JsonObject },
  options: Asking,
): Promise<ChannelAnswer> {
  const { state } = options;
  const before = state.wasAsked;
  state.wasAsked = true;
  try {
    return await channel.request(
      {
        method: asked.method,
        params,
        ...(asked.method === 'tools/call' && {
          inputSchema: found!.capability!.inputSchema as JsonObject,
        }),
      },
      handlingOf(options),
    );
  } catch (error) {
    if (error instanceof UpstreamError && error.neverRan) {
      state.wasAsked = before;
    }
    throw error;
  }
}

function handlingOf({ exchange, signal, time, ...options }: Asking) {
  const { timeoutMs, answerMs, resultBytesMax } = options;
  const { onProgress, onLog, onElicited, clientCapabilities } = exchange;
  const askClient = exchange.ask?.bind(exchange);
  return {
    signal,
    // Kept by the signal, which knows when somebody is asked.
    timeoutMs: askClient ? timeoutMs + ROUNDS_MAX * answerMs : timeoutMs,
    resultBytesMax,
    clientCapabilities,
    ...(onProgress && { onProgress: onProgress.bind(exchange) }),
    ...(onLog && { onLog: onLog.bind(exchange) }),
    ...(onElicited && { onElicited: onElicited.bind(exchange) }),
    ...(askClient && {
      onQuestion: (question: Question, within: AbortSignal) =>
        time.rest(() => askClient(question, within)),
    }),
  };
}

interface InputRequired {
  inputRequests: [key: string, question: JsonObject][];
  requestState?: unknown;
}

/** What a result asks for that is none yet (MCP 2026-07-28, multi-round-trip requests). */
function questionsIn(answer: ChannelAnswer): InputRequired | undefined {
  if (!('result' in answer)) return undefined;
  const { resultType, inputRequests, requestState } = answer.result;
  if (resultType !== 'input_required') return undefined;
  return {
    inputRequests: Object.entries(
      (inputRequests ?? {}) as Record<string, JsonObject>,
    ),
    requestState,
  };
}

async function answerAll(
  requests: InputRequired['inputRequests'],
  exchange: Exchange,
  signal: AbortSignal,
): Promise<{ responses: JsonObject } | { refusal: Refusal }> {
  const responses: [string, JsonObject][] = [];
  for (const [key, question] of requests) {
    const method = String(question?.method);
    if (!exchange.ask) return { refusal: nobodyToAsk(method) };
    const params = (question.params ?? {}) as JsonObject;
    try {
      responses.push([key, await exchange.ask({ method, params }, signal)]);
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      return { refusal: nobodyToAsk(method) };
    }
  }
  return { responses: Object.fromEntries(responses) };
}

function answered(answer: ChannelAnswer): ServerAnswer {
  if ('result' in answer) return answer;
  const { error: fault, bytes } = answer;
  if (fault.code !== CLIENT_TOO_PLAIN) return { fault, bytes };
  // It may have worked before it noticed.
  const refusal = clientTooPlain(fault.data);
  return { refusal, outcome: 'refused', wasAsked: true };
}

/** Nothing was sent: whoever calls has no account on the server, and is told where to connect one. */
async function lackOfAccount(
  error: unknown,
  { ctx, found }: Passage,
  { links, exchange }: AskOptions,
): Promise<Extract<ServerAnswer, { refusal: Refusal }> | undefined> {
  const { id, name, login } = found!.server;
  const { userRef } = accountOwnerOf(ctx);
  const isLacking =
    login === 'person' &&
    userRef !== undefined &&
    error instanceof UpstreamError &&
    error.code === 'login-required' &&
    !exchange.signal.aborted;
  if (!isLacking) return undefined;
  const { url } = await links.linkFor({ orgId: ctx.orgId, userRef }, { id });
  return { refusal: noAccount(name, url), outcome: 'refused' };
}

function endedBy(
  error: unknown,
  { time, options }: { time: WorkingTime; options: AskOptions },
): Extract<ServerAnswer, { refusal: Refusal }> {
  if (options.exchange.signal.aborted) {
    return { refusal: cancelled(), outcome: 'cancelled' };
  }
  if (time.late === 'answer') {
    const refusal = nobodyAnswered(options.answerMs);
    return { refusal, outcome: 'timed-out' };
  }
  if (time.late) {
    return { refusal: timedOut(options.timeoutMs), outcome: 'timed-out' };
  }
  if (error instanceof ConnectionRefused) {
    return { refusal: notConnected(error), outcome: 'refused' };
  }
  if (error instanceof UpstreamError) {
    const isLate = error.code === 'timeout';
    const outcome = isLate ? 'timed-out' : 'upstream-failed';
    return { refusal: unreachable(error), outcome };
  }
  throw error;
}
