import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import { isSameId } from './isSameId';
import type { RpcMessage } from './readMessage';
import type { ChannelHandling } from './UpstreamChannel';

/** What a server may ask of a client (MCP 2025-11-25, Client Features). */
const QUESTIONS: ReadonlySet<string> = new Set([
  'elicitation/create',
  'sampling/createMessage',
  'roots/list',
]);
const PROGRESS = 'notifications/progress';
const ELICITED = 'notifications/elicitation/complete';
const METHOD_NOT_FOUND = -32601;
const INTERNAL_ERROR = -32603;

/** What is sent back to a question of a server. */
export type Reply =
  { result: JsonObject } | { error: { code: number; message: string } };

/** One request that is under way: what belongs to it, and who hears of it. */
export class OpenRequest {
  readonly id: number;
  readonly #handling: ChannelHandling;
  /** Elicitations that go on elsewhere: the client is told when they are complete. */
  readonly #elsewhere = new Set<unknown>();

  constructor(id: number, handling: ChannelHandling) {
    this.id = id;
    this.#handling = handling;
  }

  /** The token is the id: one of ours, and no two requests have the same. */
  get progressToken(): number | undefined {
    return this.#handling.onProgress ? this.id : undefined;
  }

  /** Whether somebody can be asked on its behalf. */
  get canBeAsked(): boolean {
    return this.#handling.onQuestion !== undefined;
  }

  get wantsLog(): boolean {
    return this.#handling.onLog !== undefined;
  }

  isAnsweredBy({ id, method }: RpcMessage): boolean {
    return method === undefined && isSameId(id, this.id);
  }

  /** Whether the notification was for this request, which then has heard it. */
  hears({ method, params = {} }: RpcMessage): boolean {
    const { onProgress, onLog } = this.#handling;
    if (method === PROGRESS) {
      const { progressToken, progress, total, message } = params;
      const isOurs =
        onProgress !== undefined && isSameId(progressToken, this.id);
      if (!isOurs || typeof progress !== 'number') return false;
      onProgress({
        progress,
        ...(typeof total === 'number' && { total }),
        ...(typeof message === 'string' && { message }),
      });
      return true;
    }
    if (method !== 'notifications/message' || !onLog) return false;
    onLog(params);
    return true;
  }

  /** The same for the end of an elicitation, which servers may tell beside the stream of the request, too. */
  hearsElicited({ method, params = {} }: RpcMessage): boolean {
    const { elicitationId } = params;
    if (method !== ELICITED || !this.#elsewhere.delete(elicitationId)) {
      return false;
    }
    this.#handling.onElicited?.(String(elicitationId));
    return true;
  }

  async replyTo(question: RpcMessage, signal: AbortSignal): Promise<Reply> {
    const { method = '', params = {} } = question;
    const { onQuestion } = this.#handling;
    if (!onQuestion || !QUESTIONS.has(method)) return unknownQuestion(method);
    if (typeof params.elicitationId === 'string') {
      this.#elsewhere.add(params.elicitationId);
    }
    try {
      return { result: await onQuestion({ method, params }, signal) };
    } catch (error) {
      const { code, message } = error as { code?: unknown; message?: unknown };
      // Of what is no answer of the client the server hears nothing: it may name our insides.
      return typeof code === 'number'
        ? { error: { code, message: String(message) } }
        : { error: { code: INTERNAL_ERROR, message: 'No one answered' } };
    }
  }
}

/** What a server hears that asks for what nobody here can do. `ping` is answered by all (MCP 2025-11-25, Ping). */
export function unknownQuestion(method: string): Reply {
  if (method === 'ping') return { result: {} };
  return { error: { code: METHOD_NOT_FOUND, message: 'Method not found' } };
}

/** Progress of a token that nobody here gave out, or not any more, is nobody's. */
export function isProgress({ method }: RpcMessage): boolean {
  return method === PROGRESS;
}
