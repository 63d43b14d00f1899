/**
 * The stem of an English word by the rules of M. F. Porter ("An algorithm for suffix stripping", 1980), so that
 * `messages`, `messaging` and `message` are one. Other words, and short ones, stay as they are. Pure.
 */
export function stemWord(word: string): string {
  if (!/^[a-z]{3,}$/.test(word)) {
    return word;
  }
  return [stripPlural, stripPast, yToI, doubleSuffix, suffix, tidyEnd].reduce(
    (stem, step) => step(stem),
    word,
  );
}

const CONSONANT = '(?:[^aeiouy]|(?<=[aeiou])y|^y)';
const VOWEL = '(?:[aeiou]|(?<![aeiou]|^)y)';
/** How often vowels are followed by consonants: the measure of the paper. */
const atLeast = (measure: number) =>
  new RegExp(`^${CONSONANT}*(?:${VOWEL}+${CONSONANT}+){${measure},}${VOWEL}*$`);
const MEASURE_1 = atLeast(1);
const MEASURE_2 = atLeast(2);
const HAS_VOWEL = new RegExp(VOWEL);
const ENDS_DOUBLE = /([^aeiouylsz])\1$/;
const ENDS_CVC = new RegExp(`^${CONSONANT}+${VOWEL}[^aeiouwxy]$`);

function stripPlural(word: string): string {
  if (/(?:ss|i)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function stripPast(word: string): string {
  if (word.endsWith('eed')) {
    return MEASURE_1.test(word.slice(0, -3)) ? word.slice(0, -1) : word;
  }
  const stem = /^(.+?)(?:ed|ing)$/.exec(word)?.[1];
  if (!stem || !HAS_VOWEL.test(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (ENDS_DOUBLE.test(stem)) return stem.slice(0, -1);
  return ENDS_CVC.test(stem) ? `${stem}e` : stem;
}

function yToI(word: string): string {
  return word.endsWith('y') && HAS_VOWEL.test(word.slice(0, -1))
    ? `${word.slice(0, -1)}i`
    : word;
}

const DOUBLE_SUFFIXES = new Map([
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['abli', 'able'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
]);

/** Steps 2 and 3 of the paper: each suffix becomes a simpler one. */
function doubleSuffix(word: string): string {
  for (let at = 1; at < word.length - 1; at++) {
    const simpler = DOUBLE_SUFFIXES.get(word.slice(at));
    const stem = word.slice(0, at);
    if (simpler !== undefined && MEASURE_1.test(stem)) {
      return doubleSuffix(stem + simpler);
    }
  }
  return word;
}

const SUFFIX =
  /(?:ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|(?<=[st])ion|al|er|ic|ou)$/;

function suffix(word: string): string {
  const stem = word.replace(SUFFIX, '');
  return stem !== word && MEASURE_2.test(stem) ? stem : word;
}

function tidyEnd(word: string): string {
  const stem = word.slice(0, -1);
  if (
    word.endsWith('e') &&
    (MEASURE_2.test(stem) || (MEASURE_1.test(stem) && !ENDS_CVC.test(stem)))
  ) {
    return stem;
  }
  return word.endsWith('ll') && MEASURE_2.test(stem) ? stem : word;
}
