import type { ErrorRequestHandler, Request } from 'express';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type Problem,
  problemTypeOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { logFailure } from './logFailure';
import type { ProblemError } from './ProblemError';
import { requestIdOf } from './requestContext';
import { toProblem } from './toProblem';

/**
 * The last middleware: turns whatever was thrown into `application/problem+json` (RFC 9457, section 3).
 * Our own failures are logged with their cause, but for outages of the database; the cause never reaches the caller.
 */
export function problemHandler(options: {
  logger: Pick<LoggerService, 'error'>;
}): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const problem = toProblem(error);
    const requestId = requestIdOf(res);
    logFailure(options.logger, problem, {
      what: `${req.method} ${req.path}`,
      requestId,
    });
    const body = problemBodyOf(problem, req, requestId);
    res
      .status(problem.status)
      .set(problem.headers)
      .set('X-Request-Id', requestId)
      .type('application/problem+json')
      .send(JSON.stringify(body));
  };
}

/** A problem as it is told (RFC 9457, section 3.1). */
export function problemBodyOf(
  problem: ProblemError,
  req: Request,
  requestId: string,
): Problem {
  return {
    type: problem.kind ? problemTypeOf(problem.kind) : 'about:blank',
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    instance: pathOf(req.originalUrl),
    requestId,
    ...(problem.errors && { errors: problem.errors }),
    ...(problem.callId && { callId: problem.callId }),
    ...(problem.connectUrl && { connectUrl: problem.connectUrl }),
  };
}

/** Without the query, because what people type into a search does not belong into answers that get copied. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0];
}
