/** JSON as somebody wrote it. @public */
export interface ExactJson {
  /** As `JSON.parse` reads it: for whoever validates or judges. */
  plain: unknown;
  /**
   * The same, but that a number which JavaScript cannot hold is a raw one, which `JSON.stringify` writes as it was read. The very same
   * value as `plain` where there is none. To be passed on, and not to be calculated with.
   */
  exact: unknown;
}

/**
 * Of ECMAScript ("JSON.parse source text access"), in Node.js 21, Chrome 114, Firefox 135, Safari 18.4 and later. TypeScript 5.8 does not
 * know it yet.
 */
interface JsonWithSource {
  rawJSON?(text: string): object;
  parse(
    text: string,
    reviver: (
      this: unknown,
      key: string,
      value: unknown,
      context: { source?: string },
    ) => unknown,
  ): unknown;
}
const { rawJSON, parse } = JSON as unknown as JsonWithSource;

/** Without such a run of digits, or an exponent, no number of the text is beyond what JavaScript holds. */
const MAYBE_LOSSY = /[0-9.]{16}|[0-9.][eE]/;

/**
 * Reads JSON without losing a digit (RFC 8259, section 6: numbers have no bounds). Throws SyntaxError. In browsers that cannot do so,
 * `exact` is `plain`.
 *
 * @public
 */
export function parseExactly(text: string): ExactJson {
  const plain: unknown = JSON.parse(text);
  if (!rawJSON || !MAYBE_LOSSY.test(text)) return { plain, exact: plain };
  let isLossy = false;
  const exact = parse(text, (_key, value, { source }) => {
    if (typeof value !== 'number' || source === undefined) return value;
    if (String(value) === source) return value;
    isLossy = true;
    return rawJSON(source);
  });
  return { plain, exact: isLossy ? exact : plain };
}
