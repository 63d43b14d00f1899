import type { FormSchema } from './FormSchema';
import { isObject } from './givenSchema';

/**
 * Whether a value is of a schema of a form, by what tells options apart; the form asks it to find out which option a value is. Pure.
 *
 * @remarks
 *
 * No validator that compiles schemas to code, because portals may forbid that (Content Security Policy without `unsafe-eval`). All else
 * that a schema asks is judged by the backend.
 */
export function fits(schema: unknown, value: unknown): boolean {
  if (!isObject(schema)) return schema !== false;
  const { allOf, anyOf, oneOf } = schema as FormSchema;
  return (
    ofType(schema.type, value) &&
    (!('const' in schema) || isSame(schema.const, value)) &&
    (!Array.isArray(schema.enum) ||
      schema.enum.some(each => isSame(each, value))) &&
    (allOf ?? []).every(each => fits(each, value)) &&
    (!anyOf || anyOf.some(each => fits(each, value))) &&
    (!oneOf || oneOf.some(each => fits(each, value))) &&
    hasFields(schema, value) &&
    hasItems(schema, value)
  );
}

function ofType(type: unknown, value: unknown): boolean {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === type;
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return true;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function hasFields(schema: Record<string, unknown>, value: unknown): boolean {
  if (!isObject(value)) return true;
  const { required, properties } = schema;
  const isThere = (name: unknown) => value[name as string] !== undefined;
  return (
    (!Array.isArray(required) || required.every(isThere)) &&
    (!isObject(properties) ||
      Object.entries(properties).every(
        ([name, each]) => !isThere(name) || fits(each, value[name]),
      ))
  );
}

function hasItems({ items }: Record<string, unknown>, value: unknown) {
  return !Array.isArray(value) || value.every(each => fits(items ?? {}, each));
}
