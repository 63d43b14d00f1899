import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  hostHeaderValidation,
  localhostOriginValidation,
} from '@modelcontextprotocol/node';
import { localhostAllowedHostnames } from '@modelcontextprotocol/server';
import type { Settings } from './settings.ts';

/**
 * Protects against DNS rebinding and against pages of strangers: refuses other hosts than ours and loopback, and other
 * origins than the allowed ones and loopback, with 403. Pages of allowed origins may read the answers (CORS).
 *
 * @returns a function that says whether the request is still to be answered.
 */
export function createGuard({ publicUrl, allowedOrigins }: Settings) {
  const hostnames = [...localhostAllowedHostnames(), publicUrl.hostname];
  const hostIsOurs = hostHeaderValidation(hostnames);
  const originIsLocal = localhostOriginValidation();

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    if (!hostIsOurs(req, res)) return false;
    const { origin } = req.headers;
    if (origin === undefined) return true;
    if (!allowedOrigins.has(origin) && !originIsLocal(req, res)) return false;
    const wanted = req.headers['access-control-request-headers'];
    res.setHeader('access-control-allow-origin', origin);
    res.setHeader('access-control-allow-headers', wanted ?? '*');
    res.setHeader('access-control-expose-headers', 'WWW-Authenticate');
    res.setHeader('vary', 'Origin');
    if (req.method !== 'OPTIONS') return true;
    res.writeHead(204).end();
    return false;
  };
}
