import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from '../../ports';
import type { ClientReply } from '../inputs/Questions';
import type { Inputs } from '../inputs/createInputs';
import type { PostedMessage } from './readMessage';

/**
 * Takes what a legacy client answers to a question of a server (MCP 2025-11-25, Streamable HTTP: responses are posted). Whatever instance
 * asked, any may be answered. False where this caller has no such question open.
 */
export async function takeAnswer(
  { plain, exact }: PostedMessage,
  ctx: RequestContext,
  inputs: Inputs,
): Promise<boolean> {
  const { id, result, error } = plain as JsonObject;
  const reply = isObject(result)
    ? { result: exact.result as JsonObject }
    : errorIn(error);
  return reply !== undefined && inputs.answer(ctx, id, reply);
}

function errorIn(error: unknown): ClientReply | undefined {
  if (!isObject(error)) return undefined;
  const { code, message } = error;
  if (!Number.isSafeInteger(code)) return undefined;
  return { error: { code: code as number, message: String(message) } };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
