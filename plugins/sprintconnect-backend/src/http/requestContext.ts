import { v7 as uuid } from 'uuid';
import type { Request, Response } from 'express';
import type { RequestContext } from '../ports';
import { ProblemError } from './ProblemError';

const contexts = new WeakMap<Request, RequestContext>();

/** Says who asks. Called once per request, by access and by nobody else. */
export function setContext(req: Request, ctx: RequestContext): void {
  contexts.set(req, ctx);
}

/**
 * Who asks. Throws a 401 problem when nobody was authenticated, so that a router mounted before access
 * refuses everyone instead of serving everyone.
 */
export function contextOf(req: Request): RequestContext {
  const ctx = contexts.get(req);
  if (!ctx) {
    throw new ProblemError({
      status: 401,
      detail: 'This route requires authentication. Send a Backstage token.',
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  }
  return ctx;
}

/** Who asks, where somebody was authenticated. For what must work without, such as telling of refusals. */
export function findContext(req: Request): RequestContext | undefined {
  return contexts.get(req);
}

/** The id of the request, as `X-Request-Id` says it; makes one when access has not run. */
export function requestIdOf(res: Response): string {
  const known = res.getHeader('X-Request-Id');
  return typeof known === 'string' ? known : uuid();
}
