import type { ClientTarget } from './ClientTarget';

/**
 * `<client> mcp add …` with a line for each header: in a narrow place a command would break within its words. Words are quoted
 * for a POSIX shell.
 */
export function commandLine(
  words: readonly string[],
  target: ClientTarget,
): string {
  const headers = Object.entries(target.headers).map(
    ([name, value]) => `--header ${quoted(`${name}: ${value}`)}`,
  );
  // The only text of ours: the shell is meant to fill in the variable of the credential.
  const credential = target.asks
    ? [`--header "Authorization: Bearer \${${target.variable}}"`]
    : [];
  return [words.map(quoted).join(' '), ...headers, ...credential].join(
    ' \\\n  ',
  );
}

/** A word for a POSIX shell. */
export function quoted(text: string): string {
  return /^[a-zA-Z0-9_./:@=-]+$/.test(text)
    ? text
    : `'${text.replace(/'/g, `'\\''`)}'`;
}
