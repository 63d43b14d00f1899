import type {
  Criteria,
  FilterReading,
  FilterWord,
  RequestContext,
} from '../ports';
import { nearWords } from './nearWords';
import type { SearchStore } from './SearchStore';
import type { ServerWordStore } from './ServerWordStore';
import { splitIdentifier } from './splitIdentifier';

/** Filters of more words are not read word by word. */
const WORDS_MAX = 8;
/** So many of them can be misspelled. */
const MISTAKES_MAX = 4;
/** Words that take the place of one, and their UTF-8 bytes, because a cursor carries them. */
const NEAR_MAX = 4;
const NEAR_BYTES = 100;

/**
 * Reads the filter of a list of servers, in lower case, where no server has it as it is: word by word, and for a word that none has, the
 * nearest ones. Goes by the servers that the caller may see and that are not retired, and by nothing else that was asked for, so that a list, its
 * facets and their counts read it alike, and what is hidden has no part in it.
 */
export async function readFilter(
  deps: { serverWords: ServerWordStore; store: SearchStore },
  ctx: RequestContext,
  { q, allowed }: { q: string; allowed: Criteria },
): Promise<FilterReading> {
  const { serverWords, store } = deps;
  const words = wordsOf(q);
  if (words.length === 0 || words.length > WORDS_MAX) return {};
  const known = await serverWords.known(ctx, [q, ...words], allowed);
  if (known.has(q)) return {};
  if (words.every(word => known.has(word))) {
    return { words: words.map(word => ({ word, near: [] })) };
  }
  if (!(await store.canCorrect())) return { isDegraded: true };
  const odd = words.filter(word => !known.has(word));
  if (odd.length > MISTAKES_MAX) return {};
  const near = new Map<string, string[]>();
  for (const word of odd) {
    const similar = await serverWords.similar(ctx, word, allowed);
    const nearest = nearestOf(word, similar);
    // Each of the words is to be there.
    if (nearest.length === 0) return {};
    near.set(word, nearest);
  }
  return { words: words.map(word => ({ word, near: near.get(word) ?? [] })) };
}

function nearestOf(word: string, similar: readonly string[]): string[] {
  let bytes = 0;
  return nearWords(word, similar)
    .slice(0, NEAR_MAX)
    .filter(each => (bytes += Buffer.byteLength(each)) <= NEAR_BYTES);
}

/** The words of a filter that was read before, with what its words were taken for. */
export function asRead(
  q: string,
  near: readonly (readonly string[])[],
): FilterWord[] {
  return wordsOf(q).map((word, at) => ({ word, near: near[at] ?? [] }));
}

function wordsOf(q: string): string[] {
  return [...new Set(splitIdentifier(q))];
}
