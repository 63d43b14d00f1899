/** Longer words are cut: nobody types them, and index entries have limits. In characters. */
const WORD_LENGTH = 32;
/** One more than a query may have, so that a name that was cut equals no query. */
const NAME_KEY_LENGTH = 201;

/**
 * Korean writes particles without a space behind a word (날씨를 is 날씨 with one), and these others write no spaces between
 * words at all. Accents that tell words apart are gone by then, so that no dictionary would find the words.
 */
const UNSPACED =
  '[\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]';
const RUN = new RegExp(`^${UNSPACED}{3,}$`, 'u');

const ASCII_BREAKS = [
  // createIssue, issue2Json
  /(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu,
  // HTTPServer: the last capital belongs to the word that follows
  /(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu,
  // base64Encode, sha256; but s3, v2, k8s and i18n are words
  /(?<=\p{L}{2})(?=\p{N})/gu,
  /(?<=\p{N}{2})(?=\p{L}{2})/gu,
];
const BREAKS = [
  ...ASCII_BREAKS,
  // Han and kana are written without spaces, so that each character is a word.
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])|(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu,
  new RegExp(
    `(?<=${UNSPACED})(?!${UNSPACED})|(?<!${UNSPACED})(?=${UNSPACED})`,
    'gu',
  ),
];

/**
 * The words of a name or text, in lower case, without accents, in order: `createHTTPServer_v2` gives
 * `create http server v2`. Where spaces do not tell words, each two neighbouring characters are a word: `날씨를` gives
 * `날씨 씨를`. Pure; takes any text, and gives letters and digits only.
 */
export function splitIdentifier(text: string): string[] {
  // Most names and texts; each step that is left out would change nothing, and cost more than all others.
  const isAscii = /^\p{ASCII}*$/u.test(text);
  const plain = (isAscii ? text : withoutAccents(text))
    // The s of a plural of capitals belongs to them: URLs, IDs.
    .replace(/(?<=\p{Lu}{2})s(?![\p{L}\p{N}])/gu, 'S')
    .replace(/(?<=\p{L})['’](?=\p{L})/gu, '');
  return (isAscii ? ASCII_BREAKS : BREAKS)
    .reduce((parts, at) => parts.replace(at, ' '), plain)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
    .flatMap(word => (RUN.test(word) ? pairsOf([...word]) : word))
    .map(word => (isAscii ? word.slice(0, WORD_LENGTH) : cut(word)));
}

function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC');
}

function cut(word: string): string {
  return [...word].slice(0, WORD_LENGTH).join('');
}

function pairsOf(characters: string[]): string[] {
  return characters.slice(1).map((each, at) => characters[at] + each);
}

/** A name without case and separators: what `createIssue`, `create-issue` and `Create issue` have in common. */
export function nameKeyOf(name: string): string {
  const key = splitIdentifier(name).join('');
  return [...(key === '' ? name.trim().toLowerCase() : key)]
    .slice(0, NAME_KEY_LENGTH)
    .join('');
}
