import type { RequestHandler } from 'express';
import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { Caller } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError, requestIdOf, setContext } from '../http';
import { traceIdOf } from './identifyRequest';

/** The one organisation there is in tenancy mode `single`. */
const ORGANISATION = 'default';

/**
 * Says who asks, or refuses. Users and services pass; a request without a valid token, a limited user token and
 * whatever else may come get 401, so that what is not known is not let in.
 */
export function authenticate(httpAuth: HttpAuthService): RequestHandler {
  return async (req, res, next) => {
    try {
      const credentials = await httpAuth.credentials(req, {
        allow: ['user', 'service'],
      });
      setContext(req, {
        caller: callerOf(credentials),
        orgId: ORGANISATION,
        roles: [],
        scopes: [],
        requestId: requestIdOf(res),
        traceId: traceIdOf(req.get('traceparent')),
        address: req.ip,
        credentials,
      });
      next();
    } catch (error) {
      next(toRefusal(error));
    }
  };
}

function callerOf({
  principal,
}: BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>): Caller {
  return principal.type === 'user'
    ? { type: 'user', ref: principal.userEntityRef }
    : { type: 'service', ref: principal.subject };
}

/** A token that Backstage knows but restricts to elsewhere is refused (403); a fault of ours is not the caller's. */
function toRefusal(error: unknown): unknown {
  const name = error instanceof Error ? error.name : undefined;
  if (name === 'NotAllowedError') {
    return new ProblemError({
      status: 403,
      detail: 'This token may not be used for SprintConnect.',
      cause: error,
    });
  }
  if (name === 'AuthenticationError') {
    return new ProblemError({
      status: 401,
      detail:
        'Send the token of a Backstage user or service: "Authorization: Bearer <token>".',
      headers: { 'WWW-Authenticate': 'Bearer realm="sprintconnect"' },
      cause: error,
    });
  }
  return error;
}
