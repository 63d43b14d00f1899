import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { Question } from '../call/Exchange';

/**
 * What a client would have to declare to be asked this, as capabilities of MCP; undefined where it has. A client that declares
 * `elicitation` without a mode takes forms (MCP 2025-11-25, Elicitation, Capabilities). Pure.
 */
export function missingFor(
  { method, params }: Question,
  client: JsonObject,
): JsonObject | undefined {
  switch (method) {
    case 'elicitation/create':
      return missingElicitation(params, client.elicitation);
    case 'sampling/createMessage': {
      const usesTools =
        params.tools !== undefined || params.toolChoice !== undefined;
      if (!isObject(client.sampling)) return { sampling: {} };
      return usesTools && !isObject(client.sampling.tools)
        ? { sampling: { tools: {} } }
        : undefined;
    }
    case 'roots/list':
      return isObject(client.roots) ? undefined : { roots: {} };
    default:
      return { [method]: {} };
  }
}

function missingElicitation(
  { mode = 'form' }: JsonObject,
  declared: unknown,
): JsonObject | undefined {
  const name = mode === 'url' ? 'url' : 'form';
  if (isObject(declared)) {
    const namesNone = !isObject(declared.form) && !isObject(declared.url);
    if (isObject(declared[name]) || (name === 'form' && namesNone)) {
      return undefined;
    }
  }
  return { elicitation: { [name]: {} } };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
