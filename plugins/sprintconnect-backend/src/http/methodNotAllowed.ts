import type { Request } from 'express';
import { ProblemError } from './ProblemError';
import { pathOf } from './problemHandler';

/** A 405 problem with the methods that the path knows (RFC 9110, section 15.5.6). */
export function methodNotAllowed(
  req: Request,
  methods: readonly string[],
): ProblemError {
  return new ProblemError({
    status: 405,
    detail: `${pathOf(req.originalUrl)} doesn't support ${req.method}. Use ${methods.join(', ')}.`,
    headers: { Allow: methods.join(', ') },
  });
}
