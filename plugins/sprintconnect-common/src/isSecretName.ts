/** What such a name ends with, also where it is written as one word: `tavilyApiKey`, `authtoken`. */
const SECRET_ENDS =
  /(token|secret|password|passwd|passphrase|pwd|credential|credentials|signature|jwt|apikey|accesskey|secretkey|privatekey|authkey|subscriptionkey)$/;
/** As a word for itself: `monkey` is no key. */
const SECRET_WORDS = new Set(['key', 'sig', 'pat', 'bearer', 'authorization']);
/** Only as the whole name: `country_code` is harmless, `code` is the key of an Azure function. */
const SECRET_NAMES = new Set(['auth', 'code', 'cookie', 'pass']);
/** What says something of a secret, and is none: `token_limit`, `key_id`. */
const HARMLESS_LASTS = new Set(
  'id name type kind limit count size length format mode policy version'.split(
    ' ',
  ),
);

/**
 * Whether a query parameter or header of this name is taken to carry a secret: case, and how words are separated, do
 * not matter (`api_key`, `apiKey`, `X-Api-Key`). Pure. Goes by the name alone, so that it neither reads nor repeats
 * what may be secret; a secret under another name is not noticed.
 *
 * @public
 */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([\p{Ll}\p{N}])(?=\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1$2 ')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter(word => word !== '' && word !== 'x');
  const last = words.at(-1);
  if (last === undefined || HARMLESS_LASTS.has(last)) return false;
  return (
    (words.length === 1 && SECRET_NAMES.has(last)) ||
    words.some(word => SECRET_WORDS.has(word) || SECRET_ENDS.test(word))
  );
}
