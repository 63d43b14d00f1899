import type { Request, RequestHandler, Response } from 'express';
import { ProblemError } from '../../http';
import type { OriginSettings } from './OriginSettings';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Beyond those that need no permission, with all headers of MCP, whose names a tool may choose (`Mcp-Param-…`). */
const REQUEST_HEADER =
  /^(authorization|content-type|dpop|last-event-id|traceparent|x-request-id|sprintconnect-organization|mcp-[a-z0-9_-]+)$/i;

/** What pages may read of an answer. */
const EXPOSED =
  'Mcp-Session-Id, WWW-Authenticate, DPoP-Nonce, X-Request-Id, Retry-After';

/**
 * Before MCP endpoints, and before anybody is asked who they are: refuses requests to a `Host` that is not ours, and those of pages of a
 * foreign origin (403). A page whose name was made to lead to our address (DNS rebinding) is one of them (MCP 2025-11-25, Transports, "Security
 * Warning"). Answers the preflights of pages that may ask, with or without `backend.cors` of the host.
 */
export function createOriginGuard(
  settings: OriginSettings,
  baseUrls: readonly string[],
): RequestHandler {
  const hosts = new Set([
    ...LOOPBACK,
    ...baseUrls.map(url => new URL(url).hostname),
    ...settings.allowedHosts,
  ]);
  const origins = new Set([
    ...baseUrls.map(url => new URL(url).origin),
    ...settings.allowedOrigins,
  ]);
  const isAllowed = (origin: string, req: Request) =>
    origins.has(origin) || isOwnLoopback(origin, req);
  return (req, res, next) => {
    const host = hostnameOf(req.get('Host'));
    if (host === undefined || !hosts.has(host)) {
      throw new ProblemError({
        kind: 'host-not-allowed',
        detail:
          'The MCP endpoints are not reached by this host name. Use the address of the portal, or add the name to sprintconnect.gateway.allowedHosts.',
      });
    }
    res.vary('Origin');
    const origin = req.get('Origin');
    if (origin !== undefined) {
      if (!isAllowed(origin, req)) {
        throw new ProblemError({
          kind: 'origin-not-allowed',
          detail:
            'Pages of this origin may not use the MCP endpoints. Add it to sprintconnect.gateway.allowedOrigins to allow it.',
        });
      }
      openTo(origin, req, res);
      if (isPreflight(req)) {
        res.status(204).end();
        return;
      }
    }
    next();
  };
}

/** Of a `Host` header, without its port; undefined where it is none. */
function hostnameOf(host: string | undefined): string | undefined {
  if (
    host === undefined ||
    !/^[a-z0-9._-]+(:\d+)?$|^\[[0-9a-f:]+\](:\d+)?$/i.test(host)
  ) {
    return undefined;
  }
  return host.replace(/:\d+$/, '').toLowerCase();
}

/** A page that this very port served, whatever loopback is called. */
function isOwnLoopback(origin: string, req: Request): boolean {
  const port = req.socket.localPort;
  return LOOPBACK.some(name => origin === `http://${name}:${port}`);
}

/** Backstage has said so already where `backend.cors` knows the origin, which then lets cookies through, too. */
function openTo(origin: string, req: Request, res: Response): void {
  if (!res.hasHeader('Access-Control-Allow-Origin')) {
    res.set('Access-Control-Allow-Origin', origin);
  }
  res.append('Access-Control-Expose-Headers', EXPOSED);
  if (!isPreflight(req)) return;
  const asked = (req.get('Access-Control-Request-Headers') ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => REQUEST_HEADER.test(name));
  res
    .set('Access-Control-Allow-Methods', 'GET, POST, DELETE')
    .set('Access-Control-Allow-Headers', asked.join(', '))
    .set('Access-Control-Max-Age', '600')
    .vary('Access-Control-Request-Headers');
}

function isPreflight(req: Request): boolean {
  return (
    req.method === 'OPTIONS' &&
    req.get('Access-Control-Request-Method') !== undefined
  );
}
