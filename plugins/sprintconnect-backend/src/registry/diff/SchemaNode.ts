/** A JSON Schema (2020-12, or draft-07 where they differ) as it came from a server: nothing about it is certain. */
export type SchemaNode = Readonly<Record<string, unknown>>;

/** `true` and absence accept everything, `false` nothing; anything that is no schema at all is `undefined`. */
export function schemaOf(value: unknown): SchemaNode | undefined {
  if (value === undefined || value === true) return {};
  if (value === false) return { not: {} };
  return isRecord(value) ? value : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isNothing(schema: SchemaNode): boolean {
  return (
    isRecord(schema.not) &&
    Object.keys(schema.not).length === 0 &&
    Object.keys(schema).length === 1
  );
}

/** Whether two JSON values are the same. The order of keys does not count; that of lists does. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, at) => isSame(each, b[at]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  );
}

/** Whether anything below refers to elsewhere, so that equal text may mean different things. */
export function holdsReference(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsReference);
  if (!isRecord(value)) return false;
  return Object.entries(value).some(
    ([key, each]) =>
      (typeof each === 'string' &&
        (key === '$ref' || key === '$dynamicRef' || key === '$recursiveRef')) ||
      holdsReference(each),
  );
}

/** What a reference means inside its document: JSON pointers only; chains are followed up to 16 steps. */
export function resolveReference(
  root: unknown,
  reference: unknown,
): unknown | undefined {
  let at = reference;
  for (let step = 0; step < 16; step++) {
    if (typeof at !== 'string' || !/^#(\/|$)/.test(at)) return undefined;
    const target = pointerTarget(root, at.slice(1));
    if (!isRecord(target) || Object.keys(target).join() !== '$ref') {
      return target;
    }
    at = target.$ref;
  }
  return undefined;
}

function pointerTarget(root: unknown, pointer: string): unknown | undefined {
  let target = root;
  for (const step of pointer.split('/').slice(1)) {
    const key = decodeStep(step);
    if (
      key === undefined ||
      typeof target !== 'object' ||
      target === null ||
      !Object.hasOwn(target, key)
    ) {
      return undefined;
    }
    target = (target as Record<string, unknown>)[key];
  }
  return target;
}

function decodeStep(step: string): string | undefined {
  try {
    return decodeURIComponent(step).replace(/~1/g, '/').replace(/~0/g, '~');
  } catch {
    return undefined;
  }
}
