import { z } from 'zod';

/**
 * A number of the configuration, which from environment variables arrives as text. Nothing is no number: it would become
 * 0, and 0 may lift a limit.
 */
export function numberSetting<S extends z.ZodType>(schema: S) {
  return z.preprocess(
    value =>
      typeof value === 'string' && value.trim() !== '' ? Number(value) : value,
    schema,
  );
}

/** A whole number within these bounds. */
export function count(min: number, max: number) {
  return numberSetting(z.number().int().min(min).max(max));
}

/** Yes or no, which from environment variables arrives as text. */
export const booleanSetting = z.union([z.boolean(), z.stringbool()]);

/** An empty section in YAML is null. */
export function section<S extends z.ZodType>(schema: S) {
  return z.preprocess(value => value ?? {}, schema);
}

/** So is an empty list. */
export function list<S extends z.ZodType>(
  schema: S,
  byDefault: z.output<S>[] = [],
) {
  return z.preprocess(
    value => value ?? undefined,
    z.array(schema).default(byDefault),
  );
}

/** Where a list may stand, one text may, too. */
export const textAsList = z
  .string()
  .min(1)
  .transform(text => [text]);

export const environmentName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'can contain only a-z, 0-9, and "-"');
