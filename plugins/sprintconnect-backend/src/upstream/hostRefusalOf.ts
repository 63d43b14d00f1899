/** How servers answer a Host or Origin that they do not allow. */
export const HOST_REFUSALS: ReadonlySet<number> = new Set([400, 403, 421]);
const ABOUT_HOST =
  /\b(invalid|unknown|untrusted|disallowed|forbidden|missing) (host|origin)\b|\b(host|origin)( header)? (is )?(not|mismatch)|only allowed at|rebinding/i;
const WORDS_MAX = 200;

/**
 * What a server says that refuses a request for its Host or Origin header, as servers on loopback do against DNS rebinding
 * (MCP 2025-11-25, Transports, Security Warning). Undefined where it refuses for another reason. Pure.
 *
 * HTTP 421 says so by itself (RFC 9110, section 15.5.20).
 */
export function hostRefusalOf(
  status: number,
  text: unknown,
): { said?: string } | undefined {
  if (!HOST_REFUSALS.has(status)) return undefined;
  const said = wordsIn(text);
  const isAboutHost = said !== undefined && ABOUT_HOST.test(said);
  if (status !== 421 && !isAboutHost) return undefined;
  // Other words may be anything, and are not repeated.
  return isAboutHost ? { said: said.slice(0, WORDS_MAX) } : {};
}

/** The message of a JSON body, or the body itself where it is a line of text. */
function wordsIn(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const words = (messageIn(text) ?? text).replace(/\s+/g, ' ').trim();
  return words === '' || /^[<{[]/.test(words) ? undefined : words;
}

function messageIn(text: string): string | undefined {
  try {
    const { error, message, detail } = JSON.parse(text);
    return [error?.message, error, message, detail].find(
      each => typeof each === 'string',
    );
  } catch {
    return undefined;
  }
}
