import type { RequestHandler } from 'express';
import { methodNotAllowed } from './methodNotAllowed';
import { methodsOfContract } from './methodsOfContract';
import { ProblemError } from './ProblemError';
import { pathOf } from './problemHandler';

/**
 * Answers where no router answered: 405 with `Allow` for a path of the contract that knows other methods (RFC 9110,
 * section 15.5.6), else 404. Must see the path from the plugin's root, so it is mounted with `all` and not `use`.
 */
export function unknownRoute(): RequestHandler {
  return req => {
    const methods = methodsOfContract(req.path);
    if (methods.length === 0 || methods.includes(req.method)) {
      throw new ProblemError({
        status: 404,
        detail: `Route ${req.method} ${pathOf(req.originalUrl)} not found. GET /openapi.json lists all routes.`,
      });
    }
    throw methodNotAllowed(req, methods);
  };
}
