import { ProblemError } from './ProblemError';

/**
 * Keeps the named top-level fields of each item, in the order of the item. No names keep all.
 * An unknown name is a 400 problem, so that a misspelt field is not lost in silence.
 */
export function pickFields<T extends object>(
  items: T[],
  fields: readonly string[] | undefined,
  known: readonly string[],
): Partial<T>[] {
  if (!fields) {
    return items;
  }
  const unknown = fields.filter(field => !known.includes(field));
  if (unknown.length) {
    throw new ProblemError({
      kind: 'invalid-request',
      detail: `"fields" can contain ${known.join(', ')}.`,
      errors: unknown.map(field => ({
        path: 'fields',
        message: `${JSON.stringify(field)} isn't a field`,
      })),
    });
  }
  const wanted = new Set(fields);
  return items.map(
    item =>
      Object.fromEntries(
        Object.entries(item).filter(([name]) => wanted.has(name)),
      ) as Partial<T>,
  );
}
