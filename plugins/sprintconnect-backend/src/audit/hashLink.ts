import { createHash } from 'node:crypto';
import type { SaidInEntry } from './ChainLink';

const HALF_PAIR = /\p{Surrogate}/u;

/**
 * The hash of an entry in its chain: SHA-256, in lowercase hex, over the canonical JSON (RFC 8785) of what the entry
 * says, its number and the hash before it (null for the first). The organisation is part of what it says, so that
 * entries of two chains cannot be swapped.
 *
 * Of an object with sorted keys that holds integers and well-formed texts, JSON.stringify gives that canonical form, and
 * in half the time of what sorts any object.
 */
export function hashLink(link: {
  said: SaidInEntry;
  seq: number;
  previous: string | null;
}): string {
  const { said, seq, previous } = link;
  const entry: Record<string, string> = {};
  for (const name of Object.keys(said).sort()) {
    entry[name] = wellFormed(said[name]);
  }
  const text = JSON.stringify({ entry, previous, seq, version: 1 });
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Rows from before texts were cleaned may hold halves of surrogate pairs, which have no canonical form. */
function wellFormed(text: string): string {
  return HALF_PAIR.test(text)
    ? Buffer.from(text, 'utf8').toString('utf8')
    : text;
}
