/** Too common to tell a reader anything, were they marked. */
const COMMON = new Set(
  'a an and as at by for from in is it of on or that the to with'.split(' '),
);

/** Words, with camelCase, snake_case and digits taken apart. */
const WORD = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{N}+|\p{L}+/gu;

export interface MarkedPart {
  text: string;
  marked: boolean;
}

/**
 * A text in parts, those marked that have a word of `q`: as it is, as the beginning of a longer word, or in another
 * ending (`issue` in "issues", `searching` in "search"). What is found by a typing mistake stays unmarked.
 */
export function markWords(text: string, q: string): MarkedPart[] {
  const wanted = wordsOf(q).filter(word => !COMMON.has(word));
  const parts: MarkedPart[] = [];
  let end = 0;
  for (const found of text.matchAll(WORD)) {
    if (!wanted.some(word => answers(found[0].toLowerCase(), word))) continue;
    if (found.index > end) {
      parts.push({ text: text.slice(end, found.index), marked: false });
    }
    parts.push({ text: found[0], marked: true });
    end = found.index + found[0].length;
  }
  if (end < text.length) {
    parts.push({ text: text.slice(end), marked: false });
  }
  return parts;
}

/** The words of a name or a query, in small letters. */
export function wordsOf(text: string): string[] {
  return Array.from(text.matchAll(WORD), ([word]) => word.toLowerCase());
}

function answers(found: string, word: string): boolean {
  if (found === word) return true;
  return (
    word.length > 2 && (found.startsWith(word) || stem(found) === stem(word))
  );
}

function stem(word: string): string {
  const cut = word.replace(/(ing|ed|es|s|e)$/, '');
  return cut.length > 2 ? cut : word;
}
