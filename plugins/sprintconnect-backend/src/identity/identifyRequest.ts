import { v7 as uuid } from 'uuid';
import type { RequestHandler } from 'express';

/** Long enough for the ids of common proxies, and nothing that could break a header or a log line. */
const SANE_ID = /^[A-Za-z0-9._:-]{1,128}$/;

/** Gives the answer an `X-Request-Id`: the caller's own when it is sane, else a fresh one. */
export function identifyRequest(): RequestHandler {
  return (req, res, next) => {
    const given = req.get('X-Request-Id');
    res.set('X-Request-Id', given && SANE_ID.test(given) ? given : uuid());
    next();
  };
}

/** The trace id of a `traceparent` header (W3C Trace Context, section 3.2.2), or undefined. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  const [, version, traceId] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/.exec(
      traceparent ?? '',
    ) ?? [];
  return !traceId || version === 'ff' || /^0+$/.test(traceId)
    ? undefined
    : traceId;
}
