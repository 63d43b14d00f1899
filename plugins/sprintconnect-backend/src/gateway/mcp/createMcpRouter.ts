import express, { type Request, type Router } from 'express';
import { isMcpEndpointPath } from '@sprintconnect/plugin-sprintconnect-common';
import {
  contextOf,
  createRouter,
  methodNotAllowed,
  ProblemError,
} from '../../http';
import { answerGet } from './answerGet';
import { answerMessage, type AnswerDeps } from './answerMessage';
import type { Endpoint } from './Endpoint';

/** Arguments of 1 MiB, and what stands around them. */
const BODY_BYTES_MAX = 1024 * 1024 + 64 * 1024;
const JSON_TYPE = 'application/json';

/**
 * The MCP endpoints: Streamable HTTP of 2026-07-28 and 2025-11-25 at the same addresses. Their bodies are read here, because they are
 * passed on to the last digit. A slash at the end changes nothing, and leads nowhere else.
 */
export function createMcpRouter(deps: AnswerDeps): Router {
  const router = createRouter();
  const readBody = express.raw({ limit: BODY_BYTES_MAX, type: JSON_TYPE });
  router.use(async (req, res, next) => {
    if (!isMcpEndpointPath(req.path)) return next();
    const ctx = contextOf(req);
    const endpoint = endpointOf(req);
    if (req.method === 'GET')
      return answerGet({ req, res, ctx, endpoint }, deps);
    if (req.method !== 'POST') throw methodNotAllowed(req, ['GET', 'POST']);
    if (!req.is(JSON_TYPE)) throw wrongType(req);
    await new Promise<void>((resolve, reject) => {
      readBody(req, res, error => (error ? reject(error) : resolve()));
    });
    return answerMessage({ req, res, ctx, endpoint }, deps);
  });
  return router;
}

/** `/mcp`, or `/mcp/servers/{environment}/{name}`. */
function endpointOf({ path }: Request): Endpoint {
  const [, , , environment, name] = path.split('/');
  return name ? { server: { environment, name } } : {};
}

function wrongType(req: Request): ProblemError {
  return new ProblemError({
    status: 415,
    detail: `The body must be ${JSON_TYPE}; this one is "${req.get('Content-Type') ?? 'untyped'}".`,
  });
}
