import type { RequestHandler } from 'express';
import { ProblemError } from './ProblemError';

/** Refuses U+0000 in paths and queries: nothing of ours has it in its name, and PostgreSQL cannot be asked for it. */
export function refuseNul(): RequestHandler {
  return (req, _res, next) => {
    if (req.url.includes('%00')) {
      throw new ProblemError({
        status: 400,
        detail: 'The URL contains the character U+0000 ("%00"). Remove it.',
      });
    }
    next();
  };
}
