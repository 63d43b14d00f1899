import type { RequestContext } from '../ports';
import type { ReadScope } from '../records';
import { nearWords } from './nearWords';
import { type QueryWord, type SearchQuery, readQuery } from './readQuery';
import {
  type Candidate,
  type Frequencies,
  type Ranked,
  rankCandidates,
} from './rankCandidates';
import type { SearchDeps } from './SearchDeps';
import type { SearchFilters } from './searchFilters';
import { type Lookup, type Narrowing, COMMON } from './SearchStore';
import { frequenciesInSight, nearInReadScope } from './wordsInReadScope';

/** So many candidates are enough: the next way to come to some would give worse ones. */
const ENOUGH = 40;
/** So many documents of each way are ranked. Enough that what is cut off would hardly have come first. */
const LIMITS = {
  key: 60,
  prefix: 40,
  name: 120,
  all: 150,
  pair: 150,
  one: 80,
};
const PAIRED_MAX = 4;
/** Words that take the place of one. */
const CORRECTIONS_MAX = 4;

interface Search {
  ctx: RequestContext;
  filters: SearchFilters;
  narrowing: Narrowing;
}

/** What came of the words of a query. */
export interface WordResults {
  ranked: Ranked[];
  /** A word had no like, and the database cannot look for similar ones. */
  isDegraded: boolean;
}

/**
 * The capabilities that have the words of a query, best first: those of that name, with all words, with some; and where
 * that is little, with words like them. The work is bounded, however common the words are and
 * however many capabilities there are.
 */
export async function findCapabilities(
  deps: SearchDeps,
  ctx: RequestContext,
  what: { q: string; filters: SearchFilters },
): Promise<WordResults> {
  const { filters } = what;
  const query = readQuery(what.q);
  const narrowing = await deps.index.narrow(ctx, filters);
  const search = { ctx, filters, narrowing };
  const { readScope } = filters;
  const frequencies = await frequenciesInSight(deps, ctx, {
    words: query.words,
    readScope,
  });
  const first = await lookUp(deps, search, { query, frequencies });
  const ranked = rankCandidates(query, first, frequencies);
  const odd = oddWords(query, frequencies);
  if (odd.length === 0) return { ranked, isDegraded: false };
  if (!(await deps.index.canCorrect())) return { ranked, isDegraded: true };
  const corrected = await correct(deps, ctx, { query, odd, readScope });
  if (!corrected) return { ranked, isDegraded: false };
  const again = await frequenciesInSight(deps, ctx, {
    words: corrected.words,
    readScope,
  });
  const second = await lookUp(deps, search, {
    query: corrected,
    frequencies: again,
  });
  const seen = new Map([...first, ...second].map(each => [each.id, each]));
  return {
    ranked: rankCandidates(corrected, [...seen.values()], again),
    isDegraded: false,
  };
}

async function lookUp(
  deps: SearchDeps,
  { ctx, filters, narrowing }: Search,
  what: { query: SearchQuery; frequencies: Frequencies },
): Promise<Candidate[]> {
  const { query, frequencies } = what;
  const run = (lookups: Lookup[]) =>
    deps.index.candidates(ctx, { lookups, filters, narrowing });
  const stages = [byName, byAllWords, byThreeWords, byTwoWords, byOneWord];
  const found = new Map<string, Candidate>();
  for (const lookupsOf of stages) {
    const more = await run(lookupsOf(query, frequencies));
    for (const each of more) found.set(each.id, each);
    if (found.size >= ENOUGH) break;
  }
  return [...found.values()];
}

/** Those of that name, or whose name begins with it, or has all words. */
function byName({ nameKey, words }: SearchQuery): Lookup[] {
  const lookups: Lookup[] =
    nameKey === ''
      ? []
      : [
          { by: 'key', key: nameKey, limit: LIMITS.key },
          { by: 'key-prefix', key: nameKey, limit: LIMITS.prefix },
        ];
  return words.length === 0
    ? lookups
    : [
        ...lookups,
        { by: 'words', any: [{ inName: true, words }], limit: LIMITS.name },
      ];
}

function byAllWords({ words }: SearchQuery): Lookup[] {
  return words.length === 0
    ? []
    : [{ by: 'words', any: [{ words }], limit: LIMITS.all }];
}

/** By any three words, and where that gives little by any two: rather the rare ones, which tell more. */
function byThreeWords(query: SearchQuery, frequencies: Frequencies): Lookup[] {
  const rarest = rarestOf(query, frequencies);
  // Three of three were looked for already, as all words.
  if (rarest.length < 3 || query.words.length === 3) return [];
  const triples = pairsOf(rarest).flatMap(pair =>
    rarest.slice(rarest.indexOf(pair[1]) + 1).map(word => [...pair, word]),
  );
  return [anyOf(triples, LIMITS.pair)];
}

function byTwoWords(query: SearchQuery, frequencies: Frequencies): Lookup[] {
  const rarest = rarestOf(query, frequencies);
  if (rarest.length < 2 || query.words.length === 2) return [];
  return [anyOf(pairsOf(rarest), LIMITS.pair)];
}

/** By one word that is rare enough to tell something. */
function byOneWord(query: SearchQuery, frequencies: Frequencies): Lookup[] {
  if (query.words.length < 2) return [];
  return rarestOf(query, frequencies).map(word => ({
    by: 'words' as const,
    any: [
      {
        inName: (frequencies.byWord.get(word.word) ?? 0) >= COMMON,
        words: [word],
      },
    ],
    limit: LIMITS.one,
  }));
}

function rarestOf(
  { words }: SearchQuery,
  { byWord }: Frequencies,
): QueryWord[] {
  const frequencyOf = (word: QueryWord) => byWord.get(word.word) ?? 0;
  return words
    .filter(word => frequencyOf(word) > 0)
    .sort((a, b) => frequencyOf(a) - frequencyOf(b))
    .slice(0, PAIRED_MAX);
}

function anyOf(conjunctions: QueryWord[][], limit: number): Lookup {
  return { by: 'words', any: conjunctions.map(words => ({ words })), limit };
}

function pairsOf(words: QueryWord[]): QueryWord[][] {
  return words.flatMap((a, at) => words.slice(at + 1).map(b => [a, b]));
}

/** Words that nothing has. */
function oddWords(
  { words }: SearchQuery,
  { byWord }: Frequencies,
): QueryWord[] {
  return words.filter(
    ({ word }) => !byWord.get(word) && /^\p{L}{3,}$/u.test(word),
  );
}

/** The query with what was probably meant, or undefined when nothing looks like it. */
async function correct(
  deps: SearchDeps,
  ctx: RequestContext,
  {
    query,
    odd,
    readScope,
  }: { query: SearchQuery; odd: QueryWord[]; readScope: ReadScope },
): Promise<SearchQuery | undefined> {
  const meant = new Map<QueryWord, QueryWord>();
  for (const word of odd) {
    const similar = await deps.words.similar(ctx, word.word);
    const known = nearWords(word.word, similar);
    const near = (await nearInReadScope(deps, ctx, { near: known, readScope }))
      .filter(each => !word.forms.includes(each))
      .slice(0, CORRECTIONS_MAX);
    if (near.length > 0) {
      const forms = readQuery(near.join(' ')).words.flatMap(each => each.forms);
      meant.set(word, {
        word: near[0],
        forms: [...new Set(forms)],
        isPrefix: false,
        isCorrected: true,
      });
    }
  }
  if (meant.size === 0) return undefined;
  return { ...query, words: query.words.map(word => meant.get(word) ?? word) };
}
