import { isRecord } from './SchemaNode';

/** Bounded on every side, because the text comes from a stranger. */
const URL_IN_TEXT = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>`]{1,2000}/gi;

/** Addresses that identify something and are not said to a model. */
const IDENTIFIERS = new Set([
  '$schema',
  '$id',
  '$ref',
  'uri',
  'uriTemplate',
  'icons',
]);

/** URLs in the texts of `after` that stand nowhere in the texts of `before`, in order, each once. Pure. */
export function introducedUrls(before: unknown, after: unknown): string[] {
  const known = new Set(urlsIn(before));
  return [...new Set(urlsIn(after))].filter(url => !known.has(url));
}

function urlsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return (value.match(URL_IN_TEXT) ?? []).map(url =>
      url.replace(/[.,;:!?)\]}]{1,10}$/, ''),
    );
  }
  if (Array.isArray(value)) return value.flatMap(urlsIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => [
    ...urlsIn(key),
    ...(typeof each === 'string' && IDENTIFIERS.has(key)
      ? []
      : urlsIn(key === 'icons' ? undefined : each)),
  ]);
}
