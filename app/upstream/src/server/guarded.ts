import type { IncomingMessage, ServerResponse } from 'node:http';

type Handler = (
  req: IncomingMessage,
  res: ServerResponse,
) => Promise<void> | void;

/** The tokens of the demo, old and new. Everybody knows them, and they open nothing but what listens on this machine. */
export const demoTokens = {
  first: 'demo-token-first',
  second: 'demo-token-second',
} as const;

/** Which tokens are good: one, or both, as while a token is rotated. */
export const acceptances = ['first', 'second', 'both'] as const;
export type Acceptance = (typeof acceptances)[number];

/** The handler for those who show a good token (RFC 6750, sections 2.1 and 3); 401 for everybody else. */
export function guarded(handle: Handler, current: () => Acceptance): Handler {
  return (req, res) => {
    const { authorization } = req.headers;
    if (isGood(authorization, current())) return handle(req, res);
    res
      .writeHead(401, {
        'www-authenticate': authorization
          ? 'Bearer realm="demo", error="invalid_token"'
          : 'Bearer realm="demo"',
      })
      .end();
    return undefined;
  };
}

function isGood(authorization: string | undefined, current: Acceptance) {
  const good =
    current === 'both' ? Object.values(demoTokens) : [demoTokens[current]];
  return good.some(token => authorization === `Bearer ${token}`);
}
