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

/** Signs marks with HMAC-SHA-256. A signature names its key, so that a changed key is told from a forgery. */
export function createMarkSigner(key: Buffer): MarkSigner {
  const keyId = createHash('sha256')
    .update('sprintconnect audit key\n')
    .update(key)
    .digest('hex')
    .slice(0, 8);
  const sign = ({ kind, orgId, seq, hash, at }: Mark) => {
    const text = canonicalize({
      version: 1,
      kind,
      orgId,
      seq,
      hash,
      at: at.toISOString(),
    });
    return `${keyId}.${createHmac('sha256', key).update(text!).digest('hex')}`;
  };
  return {
    sign,
    faultOf(mark) {
      const signature = Buffer.from(mark.mac ?? '');
      if (!mark.mac?.startsWith(`${keyId}.`)) {
        return `The ${mark.kind} is not signed with the key in use (${keyId}).`;
      }
      const expected = Buffer.from(sign(mark));
      return signature.length === expected.length &&
        timingSafeEqual(signature, expected)
        ? undefined
        : `The signature of the ${mark.kind} does not fit: it was changed.`;
    },
  };
}
