/** Those fields of a record that are asked for and there. */
export function pick(
  record: object,
  fields: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).filter(([name]) => fields.includes(name)),
  );
}
