/**
 * Of these words, those that this one may have been meant to be, nearest first: a letter left out, added, taken for
 * another or swapped with its neighbour; in words of six letters and more, two of that. Pure.
 */
export function nearWords(word: string, known: readonly string[]): string[] {
  const limit = word.length >= 6 ? 2 : 1;
  return known
    .filter(each => Math.abs(each.length - word.length) <= limit)
    .map(each => ({ each, distance: editDistance(word, each, limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.each < b.each ? -1 : 1))
    .map(({ each }) => each);
}

/**
 * Optimal string alignment distance; anything above `limit` may be given as more than `limit`. Computed for hundreds of
 * words in each search with a mistake, so that a word is given up as soon as no way through it is short enough.
 */
function editDistance(a: string, b: string, limit: number): number {
  const width = b.length + 1;
  let older = new Uint8Array(width);
  let above = Uint8Array.from({ length: width }, (_each, at) => at);
  let row = new Uint8Array(width);
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = above[j - 1] + (isSame ? 0 : 1);
      if (above[j] + 1 < cost) cost = above[j] + 1;
      if (row[j - 1] + 1 < cost) cost = row[j - 1] + 1;
      if (
        i > 1 &&
        j > 1 &&
        a[i - 1] === b[j - 2] &&
        a[i - 2] === b[j - 1] &&
        older[j - 2] + 1 < cost
      ) {
        cost = older[j - 2] + 1;
      }
      row[j] = cost;
      if (cost < least) least = cost;
    }
    // Also by way of a swap: the row before the last is at most one better than the last.
    if (least > limit) return limit + 1;
    [older, above, row] = [above, row, older];
  }
  return above[b.length];
}
