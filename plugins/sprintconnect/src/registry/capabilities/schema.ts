/** A JSON Schema, or what a server sent in its place. */
export type Schema = Record<string, unknown>;

/** The schemas in a value that should be one or a list of them. */
export function schemas(value: unknown): Schema[] {
  if (Array.isArray(value)) return value.filter(isSchema);
  return isSchema(value) ? [value] : [];
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asSchema(value: unknown): Schema {
  return isSchema(value) ? value : {};
}
