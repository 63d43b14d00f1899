import type { z } from 'zod';
import type { Request } from 'express';
import type { Fault } from '@sprintconnect/plugin-sprintconnect-common';
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

/** The value as the schema makes it, or everything that is wrong with it. */
export function judge<S extends z.ZodType>(
  schema: S,
  value: unknown,
): { data?: z.output<S>; faults: Fault[] } {
  const { data, error } = schema.safeParse(value);
  return { data, faults: error?.issues.flatMap(toFaults) ?? [] };
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

function toFaults(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({
      path: toJsonPath([...issue.path, key]),
      message: "isn't a known field",
    }));
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => ({
      path: toJsonPath(issue.path),
      message,
    }));
  }
  const missing =
    issue.code === 'invalid_type' &&
    issue.message.endsWith('received undefined');
  return [
    {
      path: toJsonPath(issue.path),
      message: missing ? 'is required' : issue.message,
    },
  ];
}

/** `['remotes', 0, 'headers', 'X-A']` as `remotes[0].headers["X-A"]`. */
export function toJsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') {
      return `${text}[${step}]`;
    }
    const name = String(step);
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) {
      return `${text}[${JSON.stringify(name)}]`;
    }
    return text ? `${text}.${name}` : name;
  }, '');
}
