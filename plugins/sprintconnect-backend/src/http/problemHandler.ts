import type { ErrorRequestHandler } from 'express';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type Problem,
  problemTypeOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { DatabaseUnavailableError } from '../ports';
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
    // Whoever opened the database tells of an outage once, and not once for each request.
    if (isOurs(problem.status) && !isOutage(problem)) {
      const cause = problem.cause ?? problem;
      options.logger.error(
        `${req.method} ${req.path} failed (request ${requestId})`,
        cause instanceof Error ? cause : new Error(String(cause)),
      );
    }
    const body: Problem = {
      type: problem.kind ? problemTypeOf(problem.kind) : 'about:blank',
      title: problem.title,
      status: problem.status,
      detail: problem.detail,
      instance: pathOf(req.originalUrl),
      requestId,
      ...(problem.errors && { errors: problem.errors }),
    };
    res
      .status(problem.status)
      .set(problem.headers)
      .set('X-Request-Id', requestId)
      .type('application/problem+json')
      .send(JSON.stringify(body));
  };
}

/** Not 502 and 504, which say what another server did: that is for the caller, who asked for it, and not for the log. */
function isOurs(status: number): boolean {
  return status >= 500 && status !== 502 && status !== 504;
}

function isOutage({ cause }: { cause?: unknown }): boolean {
  return cause instanceof DatabaseUnavailableError;
}

/** Without the query, because what people type into a search does not belong into answers that get copied. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0];
}
