import { type RequestContext, isUnconditional } from '../../ports';
import type { Sight } from '../Sight';
import type { Frequencies } from './rankCandidates';
import { type QueryWord, readQuery } from './readQuery';
import type { SearchDeps } from './SearchDeps';

/** Of words near to a mistake so many of the nearest are looked at. */
const NEAR_MAX = 24;

/**
 * How common words are in the organisation. To a caller whose sight is narrowed, a word that only hidden documents have is
 * as one that nobody has: else what is taken for a typing mistake would tell which words there are.
 */
export async function frequenciesInSight(
  deps: SearchDeps,
  ctx: RequestContext,
  { words, sight }: { words: readonly QueryWord[]; sight: Sight },
): Promise<Frequencies> {
  const known = await deps.frequencies.of(ctx, words);
  if (seesAll(sight)) return known;
  const used = words.filter(({ word }) => known.byWord.get(word));
  const seen = await seenOf(deps, ctx, { words: used, sight });
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
export async function nearInSight(
  deps: SearchDeps,
  ctx: RequestContext,
  { near, sight }: { near: readonly string[]; sight: Sight },
): Promise<readonly string[]> {
  if (near.length === 0) return near;
  const nearest = near.slice(0, NEAR_MAX);
  const words = nearest.flatMap(each => {
    const [read] = readQuery(each).words;
    return read ? [{ ...read, word: each, isPrefix: false }] : [];
  });
  const seen = await seenOf(deps, ctx, { words, sight });
  return nearest.filter(each => seen.has(each));
}

async function seenOf(
  { index }: SearchDeps,
  ctx: RequestContext,
  { words, sight }: { words: readonly QueryWord[]; sight: Sight },
): Promise<Set<string>> {
  if (words.length === 0) return new Set();
  const filters = { sight };
  const narrowing = await index.narrow(ctx, filters);
  return index.seen(ctx, { words, filters, narrowing });
}

function seesAll({ servers, capabilities }: Sight): boolean {
  return (
    isUnconditional(servers.criteria) && isUnconditional(capabilities.criteria)
  );
}
