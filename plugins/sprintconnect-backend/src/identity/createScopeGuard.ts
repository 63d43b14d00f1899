import type { RequestHandler } from 'express';
import type { AccessScope } from '@sprintconnect/plugin-sprintconnect-common';
import { contextOf } from '../http';
import type { RequestContext } from '../ports';
import type { Challenges } from './createChallenges';
import { parseCredential } from './parseCredential';

/** The scopes with which a caller could use what is behind the guard; undefined where they can already, or no scope would help. */
export type ScopesLackedBy = (
  ctx: RequestContext,
) => Promise<readonly AccessScope[] | undefined>;

/**
 * Behind `authenticate`: tells a machine which scopes it needs (RFC 6750, section 3.1), so that its client can ask for them. Everybody else
 * passes, also who may use nothing: a client that can do nothing about a 403 would take the whole endpoint for broken.
 */
export function createScopeGuard(
  { insufficientScope }: Challenges,
  lackedBy: ScopesLackedBy,
): RequestHandler {
  return async (req, _res, next) => {
    try {
      const scopes = await lackedBy(contextOf(req));
      if (!scopes) {
        next();
        return;
      }
      next(
        insufficientScope(req, {
          scopes,
          scheme: parseCredential(req)?.scheme,
        }),
      );
    } catch (error) {
      next(error);
    }
  };
}
