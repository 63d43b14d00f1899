const HIDDEN = '[redacted]';

/** What a secret looks like, wherever it stands. No pattern has two ways to match the same text. */
const SECRETS: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z0-9 ]{1,40}-----[^]*/g, HIDDEN],
  [/\bsck_[A-Za-z0-9_-]{16,}/g, HIDDEN],
  [/\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*[A-Za-z0-9._-]*/g, HIDDEN],
  [
    /\b(bearer|basic|dpop|negotiate)[ \t]+[A-Za-z0-9+/=._~-]{6,}/gi,
    `$1 ${HIDDEN}`,
  ],
  [/:\/\/[^\s/?#@]+@/g, `://${HIDDEN}@`],
  [
    /\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abeprs]-[\w-]{10,}|sk-[\w-]{20,}|AKIA[0-9A-Z]{16})/g,
    HIDDEN,
  ],
];

/**
 * The same text with `[redacted]` in place of what looks like a secret: keys in PEM, keys of ours, JSON Web Tokens, credentials of HTTP
 * authorization, userinfo of URLs, and the tokens of well-known issuers. A secret that looks like nothing is not noticed. Pure.
 *
 * @public
 */
export function hideTokens(text: string): string {
  return SECRETS.reduce(
    (rest, [pattern, mark]) => rest.replace(pattern, mark),
    text,
  );
}
