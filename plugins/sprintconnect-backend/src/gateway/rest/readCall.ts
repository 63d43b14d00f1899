import type { Request } from 'express';
import {
  type CallMethod,
  type Entrance,
  type JsonObject,
  parseExactly,
  promptGetBodySchema,
  resourceReadBodySchema,
  toolCallBodySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { contextOf, invalid, parse, textOfBody } from '../../http';
import type { RequestContext } from '../../ports';
import { isDeeperThan } from '../../registry';
import type { AskedCall } from '../call/Call';

const SCHEMAS = {
  'tools/call': toolCallBodySchema,
  'prompts/get': promptGetBodySchema,
  'resources/read': resourceReadBodySchema,
} as const satisfies Partial<Record<CallMethod, unknown>>;

const LEVELS_MAX = 66;

/** A call as a request asks for it, its arguments exact. Throws a 400 problem with all faults. */
export function readCall(
  req: Request,
  method: keyof typeof SCHEMAS,
): AskedCall {
  const text = textOfBody(req);
  const given: unknown = text ? req.body : {};
  // Reading a schema, and exact numbers, goes as deep as the value does.
  if (isDeeperThan(given, LEVELS_MAX)) {
    throw invalid([{ path: '', message: 'must not be nested so deep' }]);
  }
  const body = parse(SCHEMAS[method], given) as {
    timeoutMs?: number;
    uri?: string;
  };
  const exact = parseExactly(text || '{}').exact as JsonObject;
  return {
    entrance: entranceOf(contextOf(req)),
    server: { id: req.params.id },
    method,
    capability: body.uri ?? req.params.name,
    ...(method !== 'resources/read' && {
      arguments: (exact.arguments ?? {}) as JsonObject,
    }),
    ...(body.timeoutMs !== undefined && { timeoutMs: body.timeoutMs }),
  };
}

/** A person without an agent in between is somebody at a page of the portal. Only credentials of the scaffolder say that a template asks. */
function entranceOf({ caller }: RequestContext): Entrance {
  const plugin =
    caller.type === 'service' ? caller.ref : 'actor' in caller && caller.actor;
  if (plugin === 'plugin:scaffolder') return 'action';
  return caller.type === 'user' && !caller.actor ? 'portal' : 'rest';
}
