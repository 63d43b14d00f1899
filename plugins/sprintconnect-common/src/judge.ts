import type { z } from 'zod';
import type { Fault } from './problem';

/**
 * The value as the schema makes it, or everything that is wrong with it, each fault with its JSON path and in words for people.
 *
 * @public
 */
export function judge<S extends z.ZodType>(
  schema: S,
  value: unknown,
): { data?: z.output<S>; faults: Fault[] } {
  const { data, error } = schema.safeParse(value);
  return { data, faults: error?.issues.flatMap(toFaults) ?? [] };
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
function toJsonPath(path: readonly PropertyKey[]): string {
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
