import type {
  CapabilityHit,
  CapabilityKind,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { QueryWord, SearchQuery } from './readQuery';

/** What the index says of a capability that may be meant. */
export interface Candidate {
  id: string;
  kind: CapabilityKind;
  nameKey: string;
  /** See {@link SearchDocument.fields}. */
  fields: string;
}

/** How often the words of a query occur. */
export interface Frequencies {
  /** Documents of the organisation. */
  documents: number;
  /** By `QueryWord.word`: how many of them have the word. */
  byWord: ReadonlyMap<string, number>;
}

/** A capability in its place among the results. */
export interface Ranked {
  id: string;
  score: number;
  match: CapabilityHit['match'];
}

/** Name, title, description, schema properties, server: what a word counts there. */
const WEIGHTS = [6, 4, 2, 0.7, 1.6];
/** In characters: what is usual for each field. */
const USUAL_LENGTHS = [16, 20, 160, 80, 60];
/** How much a long field dilutes a word, 0 to 1. */
const DILUTION = [0.5, 0.4, 0.5, 0.6, 0.4];
/** Of BM25: how soon more of the same word stops to count. */
const SATURATION = 1.4;
/** A word that is only begun counts less than a whole one. */
const PREFIX_WORTH = 0.75;
/** What takes the place of a word that nothing has counts less, too. */
const CORRECTED_WORTH = 0.6;
const EXACT_NAME_BONUS = 1000;
/** At equal score, what does something comes before what is only read. */
const KINDS: readonly CapabilityKind[] = [
  'tool',
  'prompt',
  'resource-template',
  'resource',
];

/**
 * Puts candidates in order, best first, by BM25 over weighted fields (Robertson, Zaragoza and Taylor 2004). A name
 * that is the query comes first; then count how many of the words are there, and how much of the name they make up.
 * Pure, and alike for both databases.
 */
export function rankCandidates(
  query: SearchQuery,
  candidates: readonly Candidate[],
  frequencies: Frequencies,
): Ranked[] {
  const weights = query.words.map(word => rarityOf(word, frequencies));
  const total = weights.reduce((sum, each) => sum + each, 0) || 1;
  const needles = query.words.map(needlesOf);
  return candidates
    .map(candidate => rank(candidate, { query, needles, weights, total }))
    .filter(each => each.score > 0)
    .sort(
      (a, b) =>
        b.score - a.score ||
        KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
        (a.nameKey < b.nameKey ? -1 : Number(a.nameKey > b.nameKey)) ||
        (a.id < b.id ? -1 : 1),
    )
    .map(({ id, score, match }) => ({ id, score, match }));
}

function rank(
  { id, kind, nameKey, fields }: Candidate,
  asked: {
    query: SearchQuery;
    needles: Needles[];
    weights: number[];
    total: number;
  },
) {
  const { query, needles, weights, total } = asked;
  const lines = fields.split('\n');
  const nameLength = Math.max(1, lines[0].split(' ').length - 2);
  let sum = 0;
  let covered = 0;
  let named = 0;
  let isSimilar = false;
  needles.forEach((each, at) => {
    const { word } = each;
    const frequency = frequencyOf(each, fields, lines);
    if (frequency.all === 0) return;
    const worth = word.isCorrected ? CORRECTED_WORTH : 1;
    sum += (worth * weights[at] * frequency.all) / (SATURATION + frequency.all);
    covered += worth * weights[at];
    named += frequency.name > 0 ? worth : 0;
    isSimilar ||= word.isCorrected;
  });
  const isExact = nameKey === query.nameKey;
  // Nobody begins to type a URI to find what its server is called.
  const isTyped = kind === 'tool' || kind === 'prompt';
  const begins =
    isTyped &&
    !isExact &&
    query.nameKey !== '' &&
    nameKey.startsWith(query.nameKey);
  const coverage = covered / total;
  const score =
    sum * (0.25 + 0.75 * coverage * coverage) +
    total * 0.35 * (Math.min(named, nameLength) / nameLength) * coverage +
    (begins ? total * 0.25 + 0.1 : 0) +
    (isExact ? EXACT_NAME_BONUS : 0);
  const match: Ranked['match'] = isSimilar ? 'similar' : 'words';
  return {
    id,
    kind,
    nameKey,
    score: Number(score.toFixed(4)),
    match: isExact ? ('name' as const) : match,
  };
}

/** A word of the query with what is looked for in the fields. */
interface Needles {
  word: QueryWord;
  whole: string[];
  begun: string[];
}

function needlesOf(word: QueryWord): Needles {
  const begun = word.isPrefix ? [...new Set([word.word, ...word.forms])] : [];
  return {
    word,
    whole: word.forms.map(form => ` ${form} `),
    begun: begun.map(form => ` ${form}`),
  };
}

/** How often a word is in a document, each field with its weight. */
function frequencyOf(needles: Needles, fields: string, lines: string[]) {
  let all = 0;
  let name = 0;
  // Most candidates lack most words, which one look at all fields tells.
  if (!isIn(fields, needles.whole) && !isIn(fields, needles.begun)) {
    return { all, name };
  }
  for (let at = 0; at < lines.length; at++) {
    const times = timesIn(needles, lines[at]);
    if (times > 0) {
      const dilution =
        1 -
        DILUTION[at] +
        (DILUTION[at] * lines[at].length) / USUAL_LENGTHS[at];
      all += (WEIGHTS[at] * times) / dilution;
      if (at === 0) name = times;
    }
  }
  return { all, name };
}

function isIn(text: string, parts: string[]): boolean {
  return parts.some(part => text.includes(part));
}

function timesIn({ whole, begun }: Needles, line: string): number {
  const times = most(line, whole);
  return times > 0 ? times : PREFIX_WORTH * most(line, begun);
}

function most(text: string, parts: string[]): number {
  let times = 0;
  for (const part of parts) times = Math.max(times, count(text, part));
  return times;
}

function count(text: string, part: string): number {
  let times = 0;
  // The space behind a word is also the one before the next.
  for (
    let at = text.indexOf(part);
    at >= 0;
    at = text.indexOf(part, at + part.length - 1)
  ) {
    times += 1;
  }
  return times;
}

function rarityOf({ word }: QueryWord, frequencies: Frequencies): number {
  const { documents, byWord } = frequencies;
  const having = Math.min(byWord.get(word) ?? 0, documents);
  return Math.log(1 + (documents - having + 0.5) / (having + 0.5));
}
