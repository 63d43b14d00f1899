import type { z } from 'zod';
import type { Request } from 'express';
import { type Fault, judge } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from './ProblemError';

/** The value as the schema makes it, or a 400 problem that lists every fault with its JSON path. */
export function parse<S extends z.ZodType>(
  schema: S,
  value: unknown,
): z.output<S> {
  const { data, faults } = judge(schema, value);
  if (faults.length > 0) {
    throw invalid(faults);
  }
  return data as z.output<S>;
}

/** A 400 problem that lists these faults. */
export function invalid(errors: Fault[]): ProblemError {
  return new ProblemError({
    kind: 'invalid-request',
    detail:
      errors.length === 1
        ? `The request isn't valid: ${errors[0].path || 'it'} ${errors[0].message.replace(/\.$/, '')}.`
        : `The request has ${errors.length} errors, listed in "errors".`,
    errors,
  });
}

/** The query of a request with repeated parameters joined by commas: `?tag=a&tag=b` is `tag=a,b`. */
export function queryOf(req: Request): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(req.query).map(([name, value]) => [
      name,
      Array.isArray(value) && value.every(each => typeof each === 'string')
        ? value.join(',')
        : value,
    ]),
  );
}
