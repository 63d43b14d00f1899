import { isObject } from './givenSchema';

/** What was filled in, without the fields that were left empty. Pure. */
export function filledIn(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(filledIn).filter(each => each !== undefined);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, each]) => [name, filledIn(each)] as const)
      .filter(([, each]) => each !== undefined),
  );
}
