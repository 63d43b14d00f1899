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
