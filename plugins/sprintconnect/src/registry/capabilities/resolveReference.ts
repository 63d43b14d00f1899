import { isSchema, type Schema } from './schema';

/** References that are followed on the way to one schema. */
const REFERENCES_MAX = 50;

/** Follows local references (`#/$defs/x`); others, and those that lead nowhere, stay as they are. */
export function resolveReference(
  root: Schema,
  schema: Schema,
  seen: readonly string[],
): { schema: Schema; seen: readonly string[]; recursive: boolean } {
  let current = schema;
  let path = seen;
  while (typeof current.$ref === 'string') {
    const reference = current.$ref;
    if (path.includes(reference)) {
      return { schema: current, seen: path, recursive: true };
    }
    const target = lookUp(root, reference);
    if (!target || path.length > REFERENCES_MAX) break;
    path = [...path, reference];
    current = target;
  }
  return { schema: current, seen: path, recursive: false };
}

export function lookUp(root: Schema, reference: string): Schema | undefined {
  if (reference !== '#' && !reference.startsWith('#/')) return undefined;
  let found: unknown = root;
  for (const step of reference.split('/').slice(1)) {
    const key = step.replace(/~1/g, '/').replace(/~0/g, '~');
    if (!isSchema(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return isSchema(found) ? found : undefined;
}
