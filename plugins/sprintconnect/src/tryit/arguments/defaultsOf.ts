import type { FormSchema } from './FormSchema';
import { isObject } from './givenSchema';

/**
 * What a form begins with: defaults, and values that there is no choice about. What is optional and has fields of its own is left out
 * until it is asked for. Pure.
 */
export function defaultsOf(schema: FormSchema): unknown {
  if (schema.default !== undefined) return schema.default;
  if ('const' in schema) return schema.const;
  const [first] = schema.anyOf ?? [];
  if (isObject(first)) return defaultsOf(first);
  if (schema.type !== 'object') return undefined;
  const { properties = {}, required = [] } = schema;
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) => {
      if (!isObject(property)) return [];
      const isWanted = required.includes(name) || !('const' in property);
      const value =
        isWanted && (required.includes(name) || !isOptIn(property))
          ? defaultsOf(property)
          : property.default;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Whether a place, where it is optional, is there only once it is asked for. */
export function isOptIn(schema: FormSchema): boolean {
  return (
    (schema.type === 'object' && !schema.default) ||
    (Array.isArray(schema.anyOf) && schema.default === undefined)
  );
}
