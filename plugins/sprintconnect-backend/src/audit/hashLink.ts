import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { SaidInEntry } from './ChainLink';

/**
 * The hash of an entry in its chain: SHA-256, in lowercase hex, over the canonical JSON (RFC 8785) of what the entry
 * says, its number and the hash before it (null for the first). The organisation is part of what it says, so that
 * entries of two chains cannot be swapped.
 */
export function hashLink(link: {
  said: SaidInEntry;
  seq: number;
  previous: string | null;
}): string {
  const text = canonicalize({
    version: 1,
    seq: link.seq,
    previous: link.previous,
    entry: wellFormed(link.said),
  });
  return createHash('sha256').update(text!, 'utf8').digest('hex');
}

/** Rows from before texts were cleaned may hold halves of surrogate pairs, which have no canonical form. */
function wellFormed(said: SaidInEntry): Record<string, string> {
  return Object.fromEntries(
    Object.entries(said).map(([name, text]) => [
      name,
      Buffer.from(text, 'utf8').toString('utf8'),
    ]),
  );
}
