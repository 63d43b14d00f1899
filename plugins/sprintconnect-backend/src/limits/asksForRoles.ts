import type { Request } from 'express';
import type { RequestContext } from '../ports';

const ROUTE = /\/v1\/me\/roles$/;

/**
 * Whether it asks for somebody's roles, as the policy of a portal does for each user, from the one address that it has:
 * counted as those of everybody else, a hundred users who come at once would be told that they may nothing.
 */
export function asksForRoles({ method, originalUrl }: Request): boolean {
  return method === 'GET' && ROUTE.test(originalUrl.split('?', 1)[0]);
}

/** Whether a plugin of the portal asks on behalf of the user; nobody else can make such a token. */
export function isOfPlugin({ credentials }: RequestContext): boolean {
  const { actor } = (credentials?.principal ?? {}) as {
    actor?: { type?: unknown };
  };
  return actor?.type === 'service';
}
