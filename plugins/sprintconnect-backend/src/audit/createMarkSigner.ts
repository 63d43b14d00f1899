import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';

/** A place in the chain of an organisation: its head, or the checkpoint that it begins behind. */
export interface Mark {
  kind: 'head' | 'checkpoint';
  orgId: string;
  seq: number;
  hash: string | null;
  at: Date;
}

/** A mark with its signature. */
export interface SignedMark extends Mark {
  mac: string | null;
}

export interface MarkSigner {
  sign(mark: Mark): string;
  /** Why the signature does not hold, or undefined when it does. */
  faultOf(mark: SignedMark): string | undefined;
}

/** The key that signs, first, and those that signed before it. */
export type AuditKeys = readonly [Buffer, ...Buffer[]];

/**
 * Signs marks with HMAC-SHA-256. A signature names its key, so that a mark of an earlier key is known, and a key that
 * changed is told from a forgery.
 */
export function createMarkSigner(keys: AuditKeys): MarkSigner {
  const [signing] = keys;
  const known = new Map(keys.map(key => [idOf(key), key]));
  return {
    sign: mark => macOf(mark, signing),
    faultOf(mark) {
      if (!isPlace(mark)) return changed(mark);
      const key = known.get(mark.mac?.split('.', 1)[0] ?? '');
      if (!key) {
        return `The ${mark.kind} is not signed with a key in use (${[...known.keys()].join(', ')}).`;
      }
      const signature = Buffer.from(mark.mac!);
      const expected = Buffer.from(macOf(mark, key));
      return signature.length === expected.length &&
        timingSafeEqual(signature, expected)
        ? undefined
        : changed(mark);
    },
  };
}

/** Whether it names a place at all; what is no number and no time was never signed. */
function isPlace({ seq, at }: Mark): boolean {
  return Number.isSafeInteger(seq) && !Number.isNaN(at.getTime());
}

function changed({ kind }: Mark): string {
  return `The signature of the ${kind} does not fit: it was changed.`;
}

function idOf(key: Buffer): string {
  return createHash('sha256')
    .update('sprintconnect audit key\n')
    .update(key)
    .digest('hex')
    .slice(0, 8);
}

function macOf({ kind, orgId, seq, hash, at }: Mark, key: Buffer): string {
  const text = canonicalize({
    version: 1,
    kind,
    orgId,
    seq,
    hash,
    at: at.toISOString(),
  });
  return `${idOf(key)}.${createHmac('sha256', key).update(text!).digest('hex')}`;
}
