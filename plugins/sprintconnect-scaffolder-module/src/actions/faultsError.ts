import { InputError } from '@backstage/errors';
import { type Fault, judge } from '@sprintconnect/plugin-sprintconnect-common';
import type { z } from 'zod';

/** An error that names each fault with its path, one a line, as the log of a task shows it. */
export function faultsError(
  what: string,
  faults: readonly Fault[],
): InputError {
  return new InputError(`${what}:\n${linesOf(faults)}`);
}

/** One fault a line: `- remotes[0].url isn't allowed`. */
export function linesOf(faults: readonly Fault[]): string {
  return faults
    .map(({ path, message }) => `- ${path ? `${path} ` : ''}${message}`)
    .join('\n');
}

/**
 * The input as the schema makes it. The scaffolder checks input by a JSON schema, which knows neither defaults nor refinements, and
 * renders an answer that was not given as an empty text, which counts as absent here.
 *
 * @throws InputError with every fault
 */
export function readInput<S extends z.ZodType>(
  schema: S,
  input: object,
): z.output<S> {
  const given = Object.fromEntries(
    Object.entries(input).filter(
      ([, value]) => value !== undefined && value !== null && value !== '',
    ),
  );
  const { data, faults } = judge(schema, given);
  if (faults.length > 0) throw faultsError("The input isn't valid", faults);
  return data as z.output<S>;
}
