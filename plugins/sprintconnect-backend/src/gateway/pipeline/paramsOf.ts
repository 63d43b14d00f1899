import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { AskedCall } from '../call/Call';
import type { FoundServer } from './Passage';

const PREFIX = 'io.modelcontextprotocol/';
/** Between two neighbours only (MCP 2026-07-28, `_meta`). A trace goes on. */
const OF_ONE_HOP: ReadonlySet<string> = new Set([
  'progressToken',
  `${PREFIX}protocolVersion`,
  `${PREFIX}clientCapabilities`,
  `${PREFIX}clientInfo`,
  `${PREFIX}subscriptionId`,
]);

/** What is asked of the server, with exact values. Pure. */
export function paramsOf(
  asked: AskedCall,
  { capability }: Pick<FoundServer, 'capability'>,
): JsonObject {
  const { meta, inputResponses, requestState } = asked;
  const passedOn = meta && withoutHop(meta);
  return {
    ...whatOf(asked, capability!.kind),
    ...(inputResponses && { inputResponses }),
    ...(requestState !== undefined && { requestState }),
    ...(passedOn && { _meta: passedOn }),
  };
}

function whatOf(
  { method, capability: name, arguments: given }: AskedCall,
  kind: string,
): JsonObject {
  switch (method) {
    case 'tools/call':
      return { name, arguments: given ?? {} };
    case 'prompts/get':
      return { name, ...(given && { arguments: given }) };
    case 'completion/complete':
      return {
        ...given,
        ref:
          kind === 'prompt'
            ? { type: 'ref/prompt', name }
            : { type: 'ref/resource', uri: name },
      };
    default:
      return { uri: name };
  }
}

/** The same `_meta` without what belongs to one hop. Undefined where nothing is left. Pure. */
export function withoutHop(meta: JsonObject): JsonObject | undefined {
  const left = Object.entries(meta).filter(([name]) => !OF_ONE_HOP.has(name));
  return left.length > 0 ? Object.fromEntries(left) : undefined;
}

/** A result as the next hop gets it: nothing of it changed but `_meta` of ours and the server alone. Pure. */
export function resultWithoutHop(result: JsonObject): JsonObject {
  const { _meta: meta, ...rest } = result;
  if (typeof meta !== 'object' || meta === null) return result;
  const left = withoutHop(meta as JsonObject);
  return left ? { ...rest, _meta: left } : rest;
}
