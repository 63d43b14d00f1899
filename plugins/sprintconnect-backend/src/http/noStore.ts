import type { RequestHandler } from 'express';

/** Of routers whose answers may change at any time without a new revision: none may be answered from a cache. */
export function noStore(): RequestHandler {
  return (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  };
}
