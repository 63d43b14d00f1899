import type { Anchor } from './verifyChain';

const ANCHOR =
  /\{"orgId":("(?:[^"\\]|\\.){1,300}"),"seq":(\d{1,15}),"hash":"([0-9a-f]{64})"\}/;

/** Finds anchors in the lines of a log, also of one that writes JSON and so escapes their quotes. */
export async function readAnchors(
  lines: AsyncIterable<string>,
): Promise<Anchor[]> {
  const anchors: Anchor[] = [];
  for await (const line of lines) {
    if (!line.includes('audit-anchor')) continue;
    const found = ANCHOR.exec(line) ?? ANCHOR.exec(line.replaceAll('\\"', '"'));
    if (found) {
      const [, orgId, seq, hash] = found;
      anchors.push({ orgId: JSON.parse(orgId), seq: Number(seq), hash });
    }
  }
  return anchors;
}
