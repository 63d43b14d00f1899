import { v7 as uuid } from 'uuid';
import type {
  CallMethod,
  JsonObject,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { AskedCall } from '../call/Call';
import { type CallAnswer, type Refusal, wordsOf } from '../call/CallAnswer';
import { STATE_UNKNOWN } from '../inputs/refusals';
import type { Door } from './Door';
import {
  askableOf,
  exchangeOf,
  LOG_LEVEL_META,
  logLevelOf,
} from './exchangeOf';
import { type McpAnswer, McpRefusal, type McpRequest } from './McpRequest';
import { CODES } from './rpc';
import { exposedResult, uriViewOf } from './uriViewOf';
import type { ServerUri } from './UriView';

/** Where words for machines stand beside those for people. */
const META_PREFIX = 'io.sprintconnect/';
/** No server has it: what is not there is asked for like what is, so that it takes as long, and reads alike. */
const NOWHERE = { id: '00000000-0000-0000-0000-000000000000' };

type Target = Pick<AskedCall, 'server' | 'capability'>;

/** `tools/call`. A refusal is a result that says so: a model reads it, and an error of the protocol would end the session of some clients. */
export async function callTool(
  request: McpRequest,
  door: Door,
): Promise<McpAnswer> {
  const name = textIn(request, 'name');
  const target = await namedTarget(request, door, { kind: 'tool', name });
  const given = argumentsIn(request);
  const answer = await use(request, door, {
    ...target,
    method: 'tools/call',
    ...(given && { arguments: given }),
  });
  return answer.refusal
    ? { json: asJson(request, refusedTool(answer.refusal, answer)) }
    : answered(request, answer);
}

/** `prompts/get`. */
export async function getPrompt(
  request: McpRequest,
  door: Door,
): Promise<McpAnswer> {
  const name = textIn(request, 'name');
  const target = await namedTarget(request, door, { kind: 'prompt', name });
  const given = argumentsIn(request);
  for (const [key, value] of Object.entries(given ?? {})) {
    if (typeof value !== 'string')
      throw invalidParams(`params.arguments.${key} must be a string`);
  }
  const answer = await use(request, door, {
    ...target,
    method: 'prompts/get',
    ...(given && { arguments: given }),
  });
  return answered(request, answer);
}

/** `resources/read`. */
export async function readResource(
  request: McpRequest,
  door: Door,
): Promise<McpAnswer> {
  const uri = textIn(request, 'uri');
  const target = await uriTarget(request, door, { uri });
  const method = 'resources/read';
  return answered(request, await use(request, door, { ...target, method }));
}

/** `completion/complete`. A server that completes nothing has nothing to say, which is no fault of the client. */
export async function complete(
  request: McpRequest,
  door: Door,
): Promise<McpAnswer> {
  const { plain, exact } = request;
  const { ref, argument } = plain;
  if (!isObject(ref) || !isObject(argument))
    throw invalidParams('params.ref and params.argument must be objects');
  const { type, name, uri } = ref;
  const target =
    type === 'ref/prompt' && typeof name === 'string'
      ? await namedTarget(request, door, { kind: 'prompt', name })
      : await uriTarget(request, door, { uri: String(uri), isTemplate: true });
  const answer = await use(request, door, {
    ...target,
    method: 'completion/complete',
    arguments: {
      argument: exact.argument,
      ...(exact.context !== undefined && { context: exact.context }),
    },
  });
  if (answer.fault?.code !== CODES.methodNotFound)
    return answered(request, answer);
  return { json: asJson(request, { completion: { values: [] } }) };
}

/** One use of a capability, as the pipeline answers it, its URIs as the endpoint says them. */
async function use(
  request: McpRequest,
  door: Door,
  asked: Target & Pick<AskedCall, 'arguments'> & { method: CallMethod },
): Promise<CallAnswer> {
  const meta = metaOf(request);
  const answer = await (
    request.era === 'modern' ? door.inputs : door.gateway
  ).call(
    request.ctx,
    {
      ...{ ...asked, ...roundOf(request) },
      entrance: 'mcp',
      ...(meta && { meta }),
      ...(request.era === 'modern' && { header: request.header }),
    },
    exchangeOf(request, door),
  );
  if (answer.refusal?.code === 'header-mismatch') {
    const { message } = answer.refusal;
    throw new McpRefusal({ code: CODES.headerMismatch, message }, 400);
  }
  if (answer.refusal?.code === STATE_UNKNOWN) {
    throw invalidParams(answer.refusal.message.replace(/\.$/, ''));
  }
  const {
    requiredCapabilities,
    connectUrl,
    message = '',
  } = answer.refusal ?? {};
  if (connectUrl && opensPages(request)) {
    throw new McpRefusal(pageFirst({ url: connectUrl, message }));
  }
  if (requiredCapabilities && request.era === 'modern') {
    const data = { requiredCapabilities };
    const code = CODES.missingCapability;
    throw new McpRefusal({ code, message, data }, 400);
  }
  const { result } = answer;
  if (!result || !('id' in asked.server)) return answer;
  const of = { serverId: asked.server.id, result };
  return { ...answer, result: await exposedResult(of, request, door) };
}

/** Whether a client of the legacy era opens pages for its user (MCP 2025-11-25, URL mode elicitation). The modern era has no such error. */
function opensPages(request: McpRequest): boolean {
  const { elicitation } = askableOf(request);
  return (
    request.era === 'legacy' &&
    isObject(elicitation) &&
    isObject(elicitation.url)
  );
}

/** URLElicitationRequired (MCP 2025-11-25, Elicitation): the client shows the page, and makes the call again. */
function pageFirst({ url, message }: { url: string; message: string }) {
  const page = { mode: 'url', elicitationId: uuid(), url, message };
  return { code: CODES.pageFirst, message, data: { elicitations: [page] } };
}

/** What a modern client brings from an earlier round of the same call (MCP 2026-07-28, multi-round-trip requests). */
function roundOf({
  era,
  plain,
  exact,
}: McpRequest): Pick<AskedCall, 'inputResponses' | 'requestState'> {
  if (era === 'legacy') return {};
  const { inputResponses, requestState } = plain;
  if (inputResponses !== undefined && !isObject(inputResponses))
    throw invalidParams('params.inputResponses must be an object');
  if (requestState !== undefined && typeof requestState !== 'string')
    throw invalidParams('params.requestState must be a string');
  return {
    ...(inputResponses && {
      inputResponses: exact.inputResponses as JsonObject,
    }),
    ...(requestState !== undefined && { requestState }),
  };
}

/** A legacy client says once which messages of the log it wants, and a modern server is told with each request. */
function metaOf(request: McpRequest): JsonObject | undefined {
  const { exact, plain } = request;
  const meta = isObject(plain._meta) ? (exact._meta as JsonObject) : undefined;
  const level = logLevelOf(request);
  return level === undefined ? meta : { ...meta, [LOG_LEVEL_META]: level };
}

async function namedTarget(
  { ctx, endpoint }: McpRequest,
  { tables }: Door,
  { kind, name }: { kind: 'tool' | 'prompt'; name: string },
): Promise<Target> {
  if (endpoint.server) return { server: endpoint.server, capability: name };
  let table = await tables.of(ctx.orgId);
  if (!table.named(kind, name)) {
    table = await tables.after(ctx.orgId, table, { isSure: false });
  }
  const offer = table.named(kind, name);
  return offer
    ? { server: { id: offer.server.id }, capability: offer.name }
    : { server: NOWHERE, capability: name };
}

/** Which resource of which server a URI means here. */
export async function uriTarget(
  request: McpRequest,
  door: Door,
  { uri, isTemplate }: Pick<ServerUri, 'uri' | 'isTemplate'>,
): Promise<Target> {
  const { server } = request.endpoint;
  if (server) return { server, capability: uri };
  const view = await uriViewOf(request, door);
  const meant = isTemplate
    ? await view.meaningOfTemplate(uri)
    : await view.meaning(uri);
  return meant
    ? { server: { id: meant.serverId }, capability: meant.uri }
    : { server: NOWHERE, capability: uri };
}

function answered(
  request: McpRequest,
  { result, fault, refusal, callId }: CallAnswer,
): McpAnswer {
  if (result) return { json: asJson(request, result) };
  if (fault) return { fault };
  throw new McpRefusal(faultOf(refusal!, request, callId));
}

/** A result as the era of the client has it; nothing else of it is changed. */
function asJson({ era, method }: McpRequest, result: JsonObject): string {
  if (era === 'legacy') {
    const { resultType: _ofModern, ...rest } = result;
    return JSON.stringify(rest);
  }
  const whole = { resultType: 'complete', ...result };
  if (method !== 'resources/read') return JSON.stringify(whole);
  // Who may read it is decided for each caller.
  return JSON.stringify({ ttlMs: 0, ...whole, cacheScope: 'private' });
}

function refusedTool(refusal: Refusal, { callId }: CallAnswer): JsonObject {
  const { code, faults, retryAfterSeconds } = refusal;
  return {
    content: [{ type: 'text', text: wordsOf(refusal) }],
    isError: true,
    _meta: metaOfRefusal({ code, faults, retryAfterSeconds, callId }),
  };
}

function faultOf(refusal: Refusal, { era }: McpRequest, callId?: string) {
  const { code, faults, retryAfterSeconds } = refusal;
  return {
    code: codeOf(code, era),
    message: wordsOf(refusal),
    data: metaOfRefusal({ code, faults, retryAfterSeconds, callId }),
  };
}

/** A resource that is not there has a code of its own in the legacy era (MCP 2025-11-25, Resources; 2026-07-28, the same). */
function codeOf(code: string, era: McpRequest['era']): number {
  if (code === 'capability-not-found') {
    return era === 'legacy' ? CODES.resourceNotFound : CODES.invalidParams;
  }
  return code.startsWith('arguments-') ? CODES.invalidParams : CODES.refused;
}

function metaOfRefusal(said: Record<string, unknown>): JsonObject {
  return Object.fromEntries(
    Object.entries(said)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [META_PREFIX + name, value]),
  );
}

/** A part of the params that has to be a text. */
export function textIn({ plain }: McpRequest, part: string): string {
  const value = plain[part];
  if (typeof value !== 'string')
    throw invalidParams(`params.${part} must be a string`);
  return value;
}

/** Exact. Absent where none are given. */
function argumentsIn({ plain, exact }: McpRequest): JsonObject | undefined {
  if (plain.arguments === undefined) return undefined;
  if (!isObject(plain.arguments))
    throw invalidParams('params.arguments must be an object');
  return exact.arguments as JsonObject;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function invalidParams(what: string): McpRefusal {
  return new McpRefusal({ code: CODES.invalidParams, message: `${what}.` });
}
