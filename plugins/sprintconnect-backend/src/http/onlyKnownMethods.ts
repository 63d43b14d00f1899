import type { RequestHandler } from 'express';
import { methodsOfContract } from './methodsOfContract';
import { methodNotAllowed } from './methodNotAllowed';

/**
 * Stands before the routers, which take a name such as `facets` for an id where its own route does not know the method.
 * Answers `OPTIONS` with the methods of the path (RFC 9110, section 9.3.7), and refuses with 405 those that it does not know.
 * A path that the contract does not have goes on.
 */
export function onlyKnownMethods(): RequestHandler {
  return (req, res, next) => {
    const methods = methodsOfContract(req.path);
    if (methods.length === 0 || methods.includes(req.method)) {
      next();
      return;
    }
    if (req.method !== 'OPTIONS') throw methodNotAllowed(req, methods);
    res
      .status(204)
      .set('Allow', [...methods, 'OPTIONS'].join(', '))
      .end();
  };
}
