import { type RequestContext, isUnconditional } from '../ports';
import type { ReadScope } from '../records';
import type { Frequencies } from './rankCandidates';
import { type QueryWord, readQuery } from './readQuery';
import type { SearchDeps } from './SearchDeps';

/** Of words near to a mistake so many of the nearest are looked at. */
const NEAR_MAX = 24;

/**
 * How common words are in the organisation. To a caller whose read scope is narrowed, a word that only hidden documents have is
 * as one that nobody has: else what is taken for a typing mistake would tell which words there are.
 */
export async function frequenciesInSight(
  deps: SearchDeps,
  ctx: RequestContext,
  { words, readScope }: { words: readonly QueryWord[]; readScope: ReadScope },
): Promise<Frequencies> {
  const known = await deps.frequencies.of(ctx, words);
  if (seesAll(readScope)) return known;
  const used = words.filter(({ word }) => known.byWord.get(word));
  const seen = await seenOf(deps, ctx, { words: used, readScope });
  return {
    ...known,
    byWord: new Map(
      [...known.byWord].map(([word, count]) => [
        word,
        seen.has(word) ? count : 0,
      ]),
    ),
  };
}

/** Of these known words, nearest first, those that the caller can find something by: some are of servers only. */
export async function nearInReadScope(
  deps: SearchDeps,
  ctx: RequestContext,
  { near, readScope }: { near: readonly string[]; readScope: ReadScope },
): Promise<readonly string[]> {
  if (near.length === 0) return near;
  const nearest = near.slice(0, NEAR_MAX);
  const words = nearest.flatMap(each => {
    const [read] = readQuery(each).words;
    return read ? [{ ...read, word: each, isPrefix: false }] : [];
  });
  const seen = await seenOf(deps, ctx, { words, readScope });
  return nearest.filter(each => seen.has(each));
}

async function seenOf(
  { index }: SearchDeps,
  ctx: RequestContext,
  { words, readScope }: { words: readonly QueryWord[]; readScope: ReadScope },
): Promise<Set<string>> {
  if (words.length === 0) return new Set();
  const filters = { readScope };
  const narrowing = await index.narrow(ctx, filters);
  return index.seen(ctx, { words, filters, narrowing });
}

function seesAll({ servers, capabilities }: ReadScope): boolean {
  return (
    isUnconditional(servers.criteria) && isUnconditional(capabilities.criteria)
  );
}
