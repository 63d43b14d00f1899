import type { ErrorRequestHandler } from 'express';
import type { AuditTrail } from '../ports';
import { findContext, requestIdOf, toProblem } from '../http';

/**
 * What the rules refuse: nobody was known, not allowed, too much. Conflicts and stale revisions are how honest writers
 * meet, and a 404 says the same of what is absent and what is foreign, so they are no refusals here.
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
        target: {
          type: 'route',
          id: `${req.method} ${req.originalUrl.split('?', 1)[0]}`,
        },
        outcome: 'failure',
        reason: detail,
        meta: { status, ...(scheme && { scheme }) },
      });
    }
    next(error);
  };
}

/** The scheme of a credential and nothing more of it; a header that is only a secret has none. */
function schemeOf(header: string | undefined): string | undefined {
  if (!header) return undefined;
  const [, scheme] = /^\s*(bearer|basic|dpop)\s/i.exec(header) ?? [];
  return scheme?.toLowerCase() ?? 'unknown';
}
