/** Longer words are cut: nobody types them, and index entries have limits. In characters. */
const WORD_LENGTH = 32;
/** One more than a query may have, so that a name that was cut equals no query. */
const NAME_KEY_LENGTH = 201;

const BREAKS = [
  // createIssue, issue2Json
  /(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu,
  // HTTPServer: the last capital belongs to the word that follows
  /(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu,
  // base64Encode, sha256; but s3, v2, k8s and i18n are words
  /(?<=\p{L}{2})(?=\p{N})/gu,
  /(?<=\p{N}{2})(?=\p{L}{2})/gu,
  // Han and kana are written without spaces, so that each character is a word.
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])|(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu,
];

/**
 * The words of a name or text, in lower case, without accents, in order: `createHTTPServer_v2` gives
 * `create http server v2`. Pure; takes any text, and gives letters and digits only.
 */
export function splitIdentifier(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    // The s of a plural of capitals belongs to them: URLs, IDs.
    .replace(/(?<=\p{Lu}{2})s(?![\p{L}\p{N}])/gu, 'S')
    .replace(/(?<=\p{L})['’](?=\p{L})/gu, '');
  return BREAKS.reduce((parts, at) => parts.replace(at, ' '), plain)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
    .map(word => [...word].slice(0, WORD_LENGTH).join(''));
}

/** A name without case and separators: what `createIssue`, `create-issue` and `Create issue` have in common. */
export function nameKeyOf(name: string): string {
  const key = splitIdentifier(name).join('');
  return [...(key === '' ? name.trim().toLowerCase() : key)]
    .slice(0, NAME_KEY_LENGTH)
    .join('');
}
