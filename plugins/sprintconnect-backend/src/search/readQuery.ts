import { nameKeyOf, splitIdentifier } from './splitIdentifier';
import { stemWord } from './stemWord';

/** More words than this tell nothing more; the first ones count. */
const WORDS_MAX = 12;
/** A shorter beginning of a word begins nearly everything. */
const PREFIX_LENGTH = 3;

/** Words of questions that tell nothing of what is looked for. */
const STOP_WORDS = new Set(
  `a about am an and any are as at be been by can cant could did do does doing dont for from had has have
  help hers him his how i id if im in into is it its ive just let like lets may me mcp might must my need needs of off on
  onto or our out over please shall should so some something somehow than that the their them then there these they
  thing things this those to tool tools us was way we were what whats when where which while who whom whose why
  will wish with without would you your want wants`
    .split(/\s+/)
    .filter(word => word !== 'id'),
);

/** One word of a query, as the index may have it. */
export interface QueryWord {
  /** As it was written. */
  word: string;
  /** What the index may hold for it; any will do. */
  forms: string[];
  /** Whether it may be only the beginning of a word, because somebody may still be typing it. */
  isPrefix: boolean;
  /** Whether it takes the place of a word that nothing has. */
  isCorrected: boolean;
}

/** What somebody looks for. */
export interface SearchQuery {
  /** The whole of it without case and separators: the name of a capability, perhaps. */
  nameKey: string;
  words: QueryWord[];
}

/**
 * Reads what somebody typed. Pure; takes any text: operators, quotes and the like separate words and do nothing else.
 * Words such as `how` and `the` are left out, unless there is nothing else.
 */
export function readQuery(text: string): SearchQuery {
  const all = splitIdentifier(text);
  const telling = all.filter(word => !STOP_WORDS.has(word));
  const words = telling.length > 0 ? telling : all;
  const last = /[\p{L}\p{N}]$/u.test(text) ? all.at(-1) : undefined;
  const byStem = new Map(
    words.slice(0, WORDS_MAX).map(word => [stemWord(word), word]),
  );
  return {
    nameKey: nameKeyOf(text),
    words: [...byStem].map(([stem, word]) => ({
      word,
      forms: [...new Set([stem, word])],
      isPrefix: word === last && word.length >= PREFIX_LENGTH,
      isCorrected: false,
    })),
  };
}
