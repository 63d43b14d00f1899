import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { isDeeperThan } from './isDeeperThan';
import { ObservationError } from './ObservationError';

/** Deeper nesting than any sane schema has, and shallow enough for every recursive reader of it. */
const DEPTH_MAX = 100;

/**
 * The one spelling of a JSON value (RFC 8785): the order of keys and the way numbers and characters were
 * written do not show. Throws {@link ObservationError} for what has no such spelling (a number that is not finite,
 * half a surrogate pair) and for values nested deeper than 100.
 */
export function canonicalJson(value: unknown): string {
  if (isDeeperThan(value, DEPTH_MAX)) {
    throw new ObservationError(
      `is nested more than ${DEPTH_MAX} levels deep, or endlessly`,
    );
  }
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new ObservationError(
      "contains text or numbers that JSON can't exchange reliably (RFC 8785)",
      { cause },
    );
  }
  if (text === undefined) {
    throw new ObservationError("isn't JSON");
  }
  return text;
}

/** `sha256:` and the lowercase hex of the SHA-256 over the UTF-8 of a text. */
export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}
