import type { FormSchema } from './FormSchema';

/** A JSON Schema as a server sent it. */
export type Given = Record<string, unknown>;

const TITLE_MAX = 200;
const DESCRIPTION_MAX = 2_000;
const DEFAULT_MAX = 10_000;

export function isObject(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const isMissing = (value: unknown) =>
  value === null || value === undefined;

export function asTexts(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter(each => typeof each === 'string')
    : [];
}

/** What a schema says about a place, whatever may stand there. */
export function describedBy(schema: Given): FormSchema {
  const { title, description, default: value } = schema;
  const isSmall =
    !isMissing(value) && JSON.stringify(value).length <= DEFAULT_MAX;
  return {
    ...(typeof title === 'string' && { title: cut(title, TITLE_MAX) }),
    ...(typeof description === 'string' && {
      description: cut(description, DESCRIPTION_MAX),
    }),
    ...(isSmall && { default: value as never }),
  };
}

function cut(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max)}…` : text;
}

/** Follows a reference into the same schema (`#/$defs/x`). */
export function lookUp(root: Given, reference: string): Given | undefined {
  if (reference !== '#' && !reference.startsWith('#/')) return undefined;
  let found: unknown = root;
  for (const step of reference.split('/').slice(1)) {
    const key = step.replace(/~1/g, '/').replace(/~0/g, '~');
    if (!isObject(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return isObject(found) ? found : undefined;
}

/** A schema of which null is one value of several, without it: a field that is left empty says the same. */
export function withoutNull(schema: Given): {
  schema: Given;
  isNullable: boolean;
} {
  const { type } = schema;
  if (Array.isArray(type) && type.includes('null')) {
    const others = type.filter(each => each !== 'null');
    const left = others.length === 1 ? others[0] : others;
    return { schema: { ...schema, type: left }, isNullable: true };
  }
  for (const keyword of ['anyOf', 'oneOf']) {
    const options = schema[keyword];
    if (!Array.isArray(options)) continue;
    const others = options.filter(
      each => !isObject(each) || each.type !== 'null',
    );
    if (others.length === options.length) continue;
    const { [keyword]: _, ...beside } = schema;
    const [only] = others;
    return {
      isNullable: true,
      schema:
        others.length === 1 && isObject(only)
          ? { ...only, ...beside }
          : { ...beside, [keyword]: others },
    };
  }
  return { schema, isNullable: false };
}

/** Two schemas that hold at once, as far as fields go. */
export function merged(one: Given, other: Given): Given {
  const both = (name: string) =>
    isObject(one[name]) || isObject(other[name])
      ? { [name]: { ...(other[name] as Given), ...(one[name] as Given) } }
      : {};
  const required = [...asTexts(one.required), ...asTexts(other.required)];
  return {
    ...other,
    ...one,
    ...both('properties'),
    ...(required.length > 0 && { required }),
  };
}
