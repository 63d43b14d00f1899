/** Half of a surrogate pair without the other half. */
const HALF = /\p{Cs}/gu;

/** A text with U+FFFD for each half of a surrogate pair, as `String.prototype.toWellFormed` of ECMAScript 2024 gives it. */
export function toWellFormed(text: string): string {
  return text.replace(HALF, '\uFFFD');
}

/**
 * A JSON value with U+FFFD for each half of a surrogate pair, in keys, too. Takes the value itself where there is nothing to
 * replace. The value must be of bounded depth.
 *
 * @returns undefined where two keys of one object become the same, so that one of their values would be lost.
 */
export function wellFormedJson<T>(value: T): { value: T } | undefined {
  if (typeof value === 'string') return { value: toWellFormed(value) as T };
  if (typeof value !== 'object' || value === null) return { value };
  const entries: [string, unknown][] = [];
  for (const [key, child] of Object.entries(value)) {
    const clean = wellFormedJson(child);
    if (!clean) return undefined;
    entries.push([toWellFormed(key), clean.value]);
  }
  if (Array.isArray(value)) {
    return { value: entries.map(([, child]) => child) as T };
  }
  const isWhole = new Set(entries.map(([key]) => key)).size === entries.length;
  return isWhole ? { value: Object.fromEntries(entries) as T } : undefined;
}
