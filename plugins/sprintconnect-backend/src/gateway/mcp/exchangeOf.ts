import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import type { Exchange } from '../call/Exchange';
import type { Door } from './Door';
import type { McpRequest } from './McpRequest';
import { notificationMessage, requestMessage } from './rpc';

export const LOG_LEVEL_META = 'io.modelcontextprotocol/logLevel';
const ELICITED = 'notifications/elicitation/complete';
const CAPABILITIES_META = 'io.modelcontextprotocol/clientCapabilities';
/** From the least severe on (RFC 5424). */
const LEVELS = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
];

export function isLogLevel(value: unknown): value is string {
  return LEVELS.includes(value as string);
}

/** What the client of a request can be told and asked meanwhile. */
export function exchangeOf(request: McpRequest, { inputs }: Door): Exchange {
  const { ctx, era, signal, reply, plain } = request;
  const clientCapabilities = askableOf(request);
  const token = metaOf(plain).progressToken;
  const isTold =
    reply.isHeard && (typeof token === 'string' || typeof token === 'number');
  return {
    signal,
    clientCapabilities,
    // A modern client is asked by results (`Inputs.call`).
    ...(era === 'legacy' && {
      ask: inputs.askOn({ ctx, clientCapabilities }, ({ id, method, params }) =>
        reply.tell(requestMessage({ id, method, params })),
      ),
      onElicited(elicitationId: string) {
        reply.tell(notificationMessage(ELICITED, { elicitationId }));
      },
    }),
    ...(isTold && {
      onProgress({ progress, total, message }) {
        const params = { progressToken: token, progress, total, message };
        reply.tell(notificationMessage('notifications/progress', params));
      },
    }),
    ...(hearsLog(request) && {
      onLog(params: JsonObject) {
        if (!isSevere(params.level, logLevelOf(request))) return;
        reply.tell(notificationMessage('notifications/message', params));
      },
    }),
  };
}

/** What the client can be asked, and nothing else of what it declared: the rest is between it and us. */
export function askableOf({
  era,
  plain,
  session,
  reply,
}: McpRequest): JsonObject {
  // A legacy client is asked on the stream of its request.
  const ofLegacy = reply.isHeard ? session?.clientCapabilities : undefined;
  const { elicitation, sampling, roots } = objectOr(
    era === 'modern' ? metaOf(plain)[CAPABILITIES_META] : ofLegacy,
  );
  return {
    ...(isObject(elicitation) && { elicitation }),
    ...(isObject(sampling) && { sampling }),
    // That they changed is not passed on.
    ...(isObject(roots) && { roots: {} }),
  };
}

/** From which level on the client wants to be told; undefined where it did not say. */
export function logLevelOf({
  era,
  plain,
  session,
}: McpRequest): string | undefined {
  const said = era === 'modern' ? metaOf(plain)[LOG_LEVEL_META] : undefined;
  return era === 'modern'
    ? (isLogLevel(said) && said) || undefined
    : session?.logLevel;
}

/** A modern client is told nothing unless it asks (MCP 2026-07-28, Logging); a legacy one may be (MCP 2025-11-25, the same). */
function hearsLog(request: McpRequest): boolean {
  if (!request.reply.isHeard) return false;
  return request.era === 'legacy' || logLevelOf(request) !== undefined;
}

function isSevere(level: unknown, least: string | undefined): boolean {
  if (least === undefined) return true;
  return LEVELS.indexOf(String(level)) >= LEVELS.indexOf(least);
}

function metaOf({ _meta: meta }: JsonObject): JsonObject {
  return objectOr(meta);
}

function objectOr(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
