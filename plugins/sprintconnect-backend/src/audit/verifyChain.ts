import type { ChainLink } from './ChainLink';
import type { MarkSigner, SignedMark } from './createMarkSigner';
import { hashLink } from './hashLink';

/** A place in a chain that somebody noted outside of the database, such as in the log. */
export interface Anchor {
  orgId: string;
  seq: number;
  hash: string;
}

/** What is known of one organisation's chain. */
export interface Chain {
  orgId: string;
  /** All sealed entries that are stored, by number. */
  links: AsyncIterable<ChainLink>;
  head?: SignedMark;
  /** The newest one. */
  checkpoint?: SignedMark;
  anchors?: readonly Anchor[];
}

/** The verdict on a chain. A broken one names its first bad place: the number, and the id where an entry is there. */
export type ChainVerdict =
  | { ok: true; orgId: string; checked: number; from: number; to: number }
  | {
      ok: false;
      orgId: string;
      checked: number;
      reason: string;
      seq?: number;
      id?: string;
    };

/**
 * Checks a chain from its beginning, or from the checkpoint that retention left, to its signed head. Finds any
 * change, gap, swap, reordering or truncation of sealed entries; and a chain that was wholly made anew, by the
 * signatures, or by the anchors if the forger had the key, too. Reads each entry once and keeps none.
 */
export async function verifyChain(
  chain: Chain,
  signer: MarkSigner,
): Promise<ChainVerdict> {
  const { orgId, head, checkpoint } = chain;
  let checked = 0;
  const bad = (reason: string, at: { seq?: number; id?: string } = {}) =>
    ({ ok: false, orgId, checked, reason, ...at }) as const;

  for (const mark of [checkpoint, head]) {
    const fault = mark && signer.faultOf(mark);
    if (fault) return bad(fault, { seq: mark.seq });
  }
  const anchored = hashesBySeq(chain.anchors ?? []);
  let previous = { seq: checkpoint?.seq ?? 0, hash: checkpoint?.hash ?? null };
  for await (const link of chain.links) {
    const fault = faultOfLink(link, { previous, orgId });
    if (fault) return bad(fault, { seq: link.seq, id: link.said.id });
    if (anchored.get(link.seq)?.some(hash => hash !== link.hash)) {
      return bad(`It is not the entry that was anchored as ${link.seq}.`, {
        seq: link.seq,
        id: link.said.id,
      });
    }
    previous = { seq: link.seq, hash: link.hash };
    checked += 1;
  }
  const fault = faultOfEnd(chain, previous);
  if (fault) return bad(fault.reason, { seq: fault.seq });
  const from = checked === 0 ? previous.seq : (checkpoint?.seq ?? 0) + 1;
  return { ok: true, orgId, checked, from, to: previous.seq };
}

/** One number may be anchored twice: a chain that was rolled back grows again, and the log still has both. */
function hashesBySeq(anchors: readonly Anchor[]): Map<number, string[]> {
  const hashes = new Map<number, string[]>();
  for (const { seq, hash } of anchors) {
    hashes.set(seq, [...(hashes.get(seq) ?? []), hash]);
  }
  return hashes;
}

interface End {
  seq: number;
  hash: string | null;
}

function faultOfLink(
  link: ChainLink,
  { previous, orgId }: { previous: End; orgId: string },
): string | undefined {
  const expected = previous.seq + 1;
  if (link.said.orgId !== orgId) {
    return `It belongs to the organisation ${JSON.stringify(link.said.orgId)}.`;
  }
  if (link.seq > expected) {
    return link.seq === expected + 1
      ? `The entry ${expected} before it is missing.`
      : `The entries ${expected} to ${link.seq - 1} before it are missing.`;
  }
  if (link.seq !== expected) {
    return `Its number is ${link.seq} where ${expected} belongs.`;
  }
  const hash = hashLink({ ...link, previous: previous.hash });
  return hash === link.hash
    ? undefined
    : 'Its hash does not fit what it says and the entry before it: one of them was changed, moved or replaced.';
}

function faultOfEnd(
  { head, checkpoint, anchors = [] }: Chain,
  last: End,
): { reason: string; seq: number } | undefined {
  if (!head && (last.seq > 0 || checkpoint)) {
    return { reason: 'The head of the chain is missing.', seq: last.seq };
  }
  if (head && head.seq > last.seq) {
    return {
      reason: `The chain ends at ${last.seq}, and its signed head says ${head.seq}: the end was cut off.`,
      seq: last.seq + 1,
    };
  }
  if (head && (head.seq < last.seq || head.hash !== last.hash)) {
    return {
      reason: `The chain ends at ${last.seq}, and its signed head says ${head.seq} with another hash.`,
      seq: last.seq,
    };
  }
  const lost = anchors.find(
    each =>
      each.seq > last.seq ||
      (each.seq === checkpoint?.seq && each.hash !== checkpoint.hash),
  );
  return (
    lost && {
      reason: `The entry ${lost.seq} was anchored, and the chain does not hold it: it was rolled back or made anew.`,
      seq: lost.seq,
    }
  );
}
