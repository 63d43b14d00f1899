import type { ErrorRequestHandler, Request } from 'express';
import type { AuditTrail } from '../ports';
import { findContext, requestIdOf, toProblem } from '../http';

/**
 * What the rules refuse: nobody was known, not allowed, too much. Conflicts and stale revisions are how honest writers
 * meet, and are no refusals.
 */
const REFUSED = [401, 403, 429];

/** Before the problem handler: tells the audit trail of refused requests. Changes nothing about the answer. */
export function recordRefusals(audit: AuditTrail): ErrorRequestHandler {
  return (error, req, res, next) => {
    const { status, detail } = toProblem(error);
    if (REFUSED.includes(status)) {
      const by = findContext(req) ?? {
        requestId: requestIdOf(res),
        address: req.ip,
      };
      const scheme = schemeOf(req.get('Authorization'));
      audit.refused(by, {
        action:
          status === 401 && scheme ? 'credential-refuse' : 'request-refuse',
        target: { type: 'route', id: `${req.method} ${pathOf(req)}` },
        outcome: 'failure',
        reason: detail,
        meta: { status, ...(scheme && { scheme }) },
      });
    } else if (status === 404) {
      recordUnseen(audit, req);
    }
    next(error);
  };
}

/**
 * Somebody named what is not there, or what they may not see: another organisation's, or hidden by a condition. Both are
 * noted, in the same words, because the log of the caller must tell no more than the answer did. Of a route with ids all
 * are one kind: who tries many is seen by their number, and fills no log.
 */
function recordUnseen(audit: AuditTrail, req: Request): void {
  const ctx = findContext(req);
  const route: unknown = req.route?.path;
  if (!ctx || typeof route !== 'string' || !route.includes(':')) return;
  audit.refused(ctx, {
    action: 'request-refuse',
    target: { type: 'route', id: `${req.method} ${req.baseUrl}${route}` },
    outcome: 'failure',
    reason: "It doesn't exist, or this caller can't see it.",
    meta: { status: 404, path: pathOf(req) },
  });
}

function pathOf({ originalUrl }: Request): string {
  return originalUrl.split('?', 1)[0];
}

/** The scheme of a credential and nothing more of it; a header that is only a secret has none. */
function schemeOf(header: string | undefined): string | undefined {
  if (!header) return undefined;
  const [, scheme] = /^\s*(bearer|basic|dpop)\s/i.exec(header) ?? [];
  return scheme?.toLowerCase() ?? 'unknown';
}
