import type { Ranked } from './rankCandidates';

/** Of Cormack, Clarke and Büttcher (2009): how little the difference between the first ranks counts. */
const K = 60;

/**
 * One order out of two by reciprocal ranks: what both put high comes first. What only the second has matches by
 * meaning. A name that is the query stays first. Pure.
 */
export function fuseRanks(
  words: readonly Ranked[],
  meaning: readonly string[],
): Ranked[] {
  const fused = new Map<string, Ranked>();
  words.forEach((each, at) => {
    const bonus = each.match === 'name' ? 1 : 0;
    fused.set(each.id, { ...each, score: bonus + 1 / (K + at + 1) });
  });
  meaning.forEach((id, at) => {
    const known = fused.get(id) ?? { id, score: 0, match: 'meaning' as const };
    fused.set(id, { ...known, score: known.score + 1 / (K + at + 1) });
  });
  return [...fused.values()].sort(
    (a, b) => b.score - a.score || (a.id < b.id ? -1 : 1),
  );
}
