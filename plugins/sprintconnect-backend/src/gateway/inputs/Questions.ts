import { createHash } from 'node:crypto';
import { v4 as uuid, validate as isUuid } from 'uuid';
import {
  type JsonObject,
  withSignal,
} from '@sprintconnect/plugin-sprintconnect-common';
import { parseExactly } from '../../json';
import type { RequestContext } from '../../ports';
import type { Exchange, Question } from '../call/Exchange';
import { RpcError } from '../call/RpcError';
import { ConnectionRefused } from '../connections/ConnectionPool';
import { callerKeyOf } from '../pipeline/steps';
import type { Seal } from './createSeal';
import type { HeldStore, Owner } from './HeldStore';
import { missingFor } from './missingFor';
import { Poll } from './Poll';
import { wordsOf } from './refusals';

/** What a client says to a question, exact. */
export type ClientReply =
  | { result: JsonObject }
  | { error: { code: number; message: string; data?: unknown } };

/** Questions of servers to clients, and their answers, which may come to another instance. */
export class Questions {
  readonly #store: HeldStore;
  readonly #seal: Seal;
  readonly #answers: Poll<string>;
  readonly #stopping = new AbortController();

  constructor(store: HeldStore, seal: Seal) {
    this.#store = store;
    this.#seal = seal;
    this.#answers = new Poll(ids => store.answers(ids));
  }

  /**
   * Asks, and waits for the answer. Throws `RpcError` for what the client did not declare that it can be asked, before anything is asked,
   * and with what it answers instead; the reason of the signal when that comes first.
   *
   * @param tell - the question is written; from now on it can be answered.
   */
  async ask(
    { ctx, callId, clientCapabilities }: Asking,
    { question, tell }: { question: Question; tell(id: string): void },
    signal: AbortSignal,
  ): Promise<JsonObject> {
    const missing = missingFor(question, clientCapabilities);
    if (missing) throw cannotBeAsked(question, missing);
    signal.throwIfAborted();
    this.#stopping.signal.throwIfAborted();
    const id = uuid();
    const text = callId && this.#sealed(id, JSON.stringify(question));
    await this.#store.ask({ id, callId, text }, ownerOf(ctx));
    try {
      tell(id);
      const sealed = await withSignal(
        { sources: [signal, this.#stopping.signal] },
        within => this.#answers.wait(id, within),
      );
      return resultOf(this.#read(id, sealed) as ClientReply);
    } finally {
      await this.#store.forgetQuestion(id).catch(() => {});
    }
  }

  /** Nobody is asked any more, and nobody waited for: what is asked then, and was, ends as a call that finds us stopping. */
  stop(): void {
    this.#stopping.abort(
      new ConnectionRefused(
        'stopping',
        'SprintConnect is stopping, and could not wait for an answer. Make the call again in a moment: another instance, or the next one, will ask.',
        1_000,
      ),
    );
  }

  /** Takes an answer of this caller. False where they were not asked, as of a question to somebody else, or have answered. */
  async answer(
    ctx: RequestContext,
    { id, callId = null }: { id: string; callId?: string | null },
    reply: ClientReply,
  ): Promise<boolean> {
    if (!isUuid(id)) return false;
    const text = this.#sealed(id, JSON.stringify(reply));
    const taken = await this.#store.answer({ id, callId }, ownerOf(ctx), text);
    if (taken) this.#answers.wake();
    return taken;
  }

  /** What was asked, of text that {@link HeldStore.states} gives. */
  read(id: string, sealed: string): JsonObject {
    return this.#read(id, sealed) as JsonObject;
  }

  #sealed(id: string, text: string): string {
    return this.#seal.seal(text, ['question', id]);
  }

  #read(id: string, sealed: string): unknown {
    const text = this.#seal.open(sealed, ['question', id]);
    if (text === undefined) throw new Error('A held question is not ours');
    return parseExactly(text).exact;
  }
}

/** On whose behalf a client is asked. */
export interface Asking extends Pick<Exchange, 'clientCapabilities'> {
  ctx: RequestContext;
  /** Of a call that is held; absent where the client is asked on the stream of its request. */
  callId?: string;
}

export function ownerOf(ctx: RequestContext): Owner {
  const key = callerKeyOf(ctx);
  const caller = createHash('sha256').update(key).digest('base64url');
  return { orgId: ctx.orgId, caller };
}

const METHOD_NOT_FOUND = -32601;
const INVALID_PARAMS = -32602;

/** As a client itself says it (MCP 2025-11-25, Elicitation, Error Handling). */
function cannotBeAsked({ method }: Question, missing: JsonObject): RpcError {
  const code =
    method === 'elicitation/create' ? INVALID_PARAMS : METHOD_NOT_FOUND;
  return new RpcError(
    code,
    `The client can't be asked for ${method}: it has not declared ${wordsOf(missing)}`,
  );
}

function resultOf(reply: ClientReply): JsonObject {
  if ('result' in reply) return reply.result;
  const { code, message, data } = reply.error;
  throw new RpcError(code, message, data);
}
